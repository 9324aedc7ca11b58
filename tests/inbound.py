"""Mail to us as tests need it: written, received, worked through, and what became of it."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import text

from app.foundation import jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.service import receiving
from app.people import identifiers
from app.permissions import service as gate
from app.permissions.subjects import Subject
from tests.cases import done

SENDER = "casey@example.com"


def newsletter() -> str:
    return rules.text("company.newsletter")


def written(body: str = "Please unsubscribe me.", **headers: str) -> bytes:
    """A mail as it comes over the wire; a header with an empty text is left out."""
    message = EmailMessage()
    usual = {
        "From": f"Casey Calder <{SENDER}>",
        "To": newsletter(),
        "Subject": "A word",
        "Message-ID": "<one@mail.example.com>",
        "Date": "Mon, 02 Nov 2026 10:00:00 +0000",
    }
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            message[name] = value
    message.set_content(body)
    return message.as_bytes()


def came(act: Act, raw: bytes, *, to: str = "", sender: str = SENDER, peer: str = "192.0.2.9") -> int:
    """The mail, stored."""
    number: int = done(lambda: receiving.receive(act, sender, to or newsletter(), raw, way="pipe", peer=peer))
    return number


def read(act: Act, raw: bytes, **envelope: str) -> int:
    """The mail, stored and worked through."""
    number = came(act, raw, **envelope)
    done(lambda: receiving.work_through(act, number))
    return number


def row(number: int) -> Any:
    """The mail's row."""
    return db.session.execute(text("SELECT * FROM inbound_mail WHERE id = :id"), {"id": number}).one()


def effects(number: int) -> list[tuple[str, str]]:
    """What was done because of the mail."""
    query = text("SELECT what, ref FROM inbound_effect WHERE inbound_id = :id ORDER BY id")
    return [tuple(found) for found in db.session.execute(query, {"id": number})]


def answers() -> list[Any]:
    """The answers in the outbox, oldest first."""
    return list(db.session.execute(text("SELECT * FROM outbox_mail WHERE template = 'mail/answer' ORDER BY id")))


def may_write(act: Act, purpose: str, address: str = SENDER) -> bool:
    """Whether the gate lets such a mail go to the address."""
    subject = Subject(email_key=identifiers.email(address).key)
    found: bool = done(lambda: isinstance(gate.ask(act, subject, purpose, "email"), gate.Permit))
    return found


def welcome(act: Act, *addresses: str) -> None:
    """Let the gate treat whoever is reached there as a customer, so that only a stop keeps mail from them."""
    for number, address in enumerate(addresses or (SENDER,)):
        subject = Subject(email_key=identifiers.email(address).key)
        done(lambda who=subject, ref=f"account:{9000 + number}": gate.open_cause(act, who, "customer", ref))
        assert may_write(act, "marketing", address)


def later(act: Act, **time: float) -> Act:
    return replace(act, at=act.at + timedelta(**time))


def run(name: str) -> None:
    jobs.run_now(name)
