"""The register of who wrote to us by e-mail (P14)."""

from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import Correspondent
from app.people.identifiers import Email
from app.permissions.subjects import address_key


def note(act: Act, email: Email) -> None:
    """Somebody wrote from that address: the first time it gets its line, later the line is counted on."""
    key = address_key(email.key)
    query = select(Correspondent).where(Correspondent.address_key == key).with_for_update()
    row = db.session.scalars(query).one_or_none()
    if row is None:
        row = Correspondent(address=email.address, address_key=key, first_at=act.at, last_at=act.at, count=0)
        db.session.add(row)
    row.last_at, row.count = max(act.at, row.last_at), row.count + 1
    db.session.flush()


def is_known(email_key: str) -> bool:
    """Whether somebody wrote from that address before."""
    query = select(Correspondent.id).where(Correspondent.address_key == address_key(email_key))
    return db.session.scalar(query) is not None
