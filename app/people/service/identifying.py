"""Identifiers: e-mail, telephone, postal address. People are never merged on an unverified one."""

from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people.models import Identifier

Kind = Literal["email", "phone", "postal"]


def identify(act: Act, person_id: int, kind: Kind, value: str, *, verified: bool, source: str = "subject") -> None:
    """Note that the (normalised) value reaches the person; verifying one that is known marks it so.

    Raises:
        Refusal: a verified identifier of somebody else.
    """
    key = _key(kind, value)
    own = (Identifier.person_id == person_id, Identifier.kind == kind, Identifier.value_key == key)
    row = db.session.scalars(select(Identifier).where(*own, Identifier.ended_at.is_(None))).first()
    if row is None:
        row = Identifier(person_id=person_id, kind=kind, value_key=key, source=source, added_at=act.at)
    elif row.verified_at is not None or not verified:
        return
    row.verified_at = act.at if verified else None
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise Refusal("This address belongs to another account.") from None
    audit.record(act, "identifier.added", f"person:{person_id}", identifier=kind, verified=verified)


def person_of(kind: Kind, value: str) -> int:
    """The person whom the value reaches, verified; 0 when nobody is known by it."""
    query = select(Identifier.person_id).where(
        Identifier.kind == kind,
        Identifier.value_key == _key(kind, value),
        Identifier.verified_at.is_not(None),
        Identifier.ended_at.is_(None),
    )
    return db.session.scalar(query) or 0


def people_at(kind: Kind, values: Sequence[str]) -> dict[str, int]:
    """The person whom each of the values reaches, verified; one that reaches nobody is left out."""
    keys = {_key(kind, value): value for value in values}
    found: dict[str, int] = {}
    for some in batched(keys):
        query = select(Identifier.value_key, Identifier.person_id).where(
            Identifier.kind == kind,
            Identifier.value_key.in_(some),
            Identifier.verified_at.is_not(None),
            Identifier.ended_at.is_(None),
        )
        found |= {keys[key]: person_id for key, person_id in db.session.execute(query)}
    return found


def batched(keys: Collection[str], most: int = 400) -> Iterator[list[str]]:
    """The keys in pieces that one statement takes."""
    every = list(keys)
    for start in range(0, len(every), most):
        yield every[start : start + most]


def email_of(person_id: int) -> str:
    """The normalised address that verifiably reaches the person, the newest first; empty when there is none."""
    query = select(Identifier.value_key).where(
        Identifier.person_id == person_id,
        Identifier.kind == "email",
        Identifier.verified_at.is_not(None),
        Identifier.ended_at.is_(None),
    )
    return db.session.scalar(query.order_by(Identifier.id.desc()).limit(1)) or ""


def end_identifier(act: Act, person_id: int, kind: Kind, value: str) -> None:
    """The value does not reach the person any more."""
    db.session.execute(
        update(Identifier)
        .where(
            Identifier.person_id == person_id,
            Identifier.kind == kind,
            Identifier.value_key == _key(kind, value),
            Identifier.ended_at.is_(None),
        )
        .values(ended_at=act.at)
    )
    audit.record(act, "identifier.ended", f"person:{person_id}", identifier=kind)


def _key(kind: Kind, value: str) -> str:
    """E-mail is found as it is compared; telephone and postal lines only by their keyed digest."""
    return value if kind == "email" else codes.keyed_hex("identifier", kind, value)
