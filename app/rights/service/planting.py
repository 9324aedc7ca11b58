"""Marks in the stores that are no tables: the mail spool, the file store, facts that wait, folders of the instance.

Drawn from the declared stores; where a store has a form of its own, the shop's own code writes into it.
"""

import io
import secrets
from email.message import EmailMessage
from email.policy import SMTP

from app.config import Settings
from app.foundation import facts, files
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.inventory import STORES, Personal, Store
from app.mail import relay
from app.rights.service.marking import Mark, Marked, word

LIMIT = 1000
LOG = "instance/log"
"""Only the middleware writes the access log: whoever visits leaves the mark there."""


def plant(act: Act, person: Marked, settings: Settings) -> None:
    """Put something about the person into every declared store that may hold something about anybody."""
    _mail(person, settings)
    _fact(person)
    _artwork(person)
    _exemption(person)
    for store in STORES.values():
        if _free(store):
            planted = word()
            _file(settings, store, planted)
            note(person, store.name, planted)


def note(person: Marked, store: str, planted: str) -> None:
    """Remember a mark in a store."""
    declared = next(found.declaration for found in STORES.values() if found.name == store)
    assert isinstance(declared, Personal)
    person.marks.append(Mark(store, (planted,), declared))


def _free(store: Store) -> bool:
    """Whether a file can simply be put there."""
    formed = {LOG, "instance/mail", "instance/facts", "files/artwork", "files/exemptions"}
    return (
        isinstance(store.declaration, Personal)
        and store.kind in {"files", "supplier", "mail", "cache"}
        and (store.name not in formed)
    )


def _file(settings: Settings, store: Store, planted: str) -> None:
    if store.name.startswith("files/"):
        files.store().put(f"{store.name.removeprefix('files/')}/{planted}", io.BytesIO(planted.encode()), LIMIT)
        return
    folder = settings.instance / store.name.removeprefix("instance/")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{planted}.txt").write_text(planted)


def _mail(person: Marked, settings: Settings) -> None:
    """A message that was sent: it lies in the spool under the number of its row in the outbox."""
    row, planted = person.rows["outbox_mail"], word()
    message = EmailMessage()
    message["Subject"], message["Message-ID"], message["To"] = planted, row.message_id, row.recipient
    message.set_content(f"Hello {planted}, your order is ready.")
    relay.Spool(settings).send(relay.Envelope("", row.recipient), message.as_bytes(policy=SMTP))
    note(person, "instance/mail", planted)


def _fact(person: Marked) -> None:
    """A visit that waits to be folded."""
    if person.keys.persons:
        planted = word()
        facts.append("policy.viewed", person=max(person.keys.persons), at_place=planted)
        note(person, "instance/facts", planted)


def _artwork(person: Marked) -> None:
    """The bytes of a file whose row stands in the table."""
    row = person.rows.get("artwork")
    if row is not None:
        planted = word()
        row.folder = f"artwork/{secrets.token_hex(8)}"
        db.session.flush()
        files.store().put(f"{row.folder}/{planted}", io.BytesIO(planted.encode()), LIMIT)
        note(person, "files/artwork", planted)


def _exemption(person: Marked) -> None:
    """The bytes of a tax certificate whose row stands in the table."""
    row = person.rows.get("tax_exemption")
    if row is not None:
        planted = word()
        row.folder = f"exemptions/{secrets.token_hex(8)}"
        db.session.flush()
        files.store().put(row.folder, io.BytesIO(planted.encode()), LIMIT)
        note(person, "files/exemptions", planted)
