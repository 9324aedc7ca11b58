"""Rows as the shop writes them, for checks to look at; and wrong ones, as no verb would write them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, text

from app.accounts.addresses import PostalAddress
from app.accounts.service import account_card
from app.disclosures.models import Disclosure
from app.foundation import clock, jobs, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.permissions import service as gate
from app.permissions.models import Decision
from app.permissions.subjects import Subject
from tests.evidence.breach import forget
from tests.ordering import done, paid
from tests.people import new_account

QUARRY_ROAD = PostalAddress("Casey Calder", "42 Quarry Road", "Duluth", "MN", "55802")


def act(**later: float) -> Act:
    """An act under version 1, now or after a while."""
    return Act(Actor("command", "test"), clock.now() + timedelta(**later), 1)


def customer(_app: Any = None, user_id: str = "casey") -> Subject:
    """A customer of whom the gate knows, as the subject of its answers."""
    account_id = new_account(user_id, "Casey Calder", QUARRY_ROAD)
    card = account_card(account_id)
    return Subject(card.person_id, card.email.casefold())


def ordered(_app: Any = None, user_id: str = "casey", **changes: Any) -> int:
    """The number of a paid order of a new customer, whose mails were sent."""
    number = paid(act(), new_account(user_id, "Casey Calder", QUARRY_ROAD), **changes)
    jobs.run_now("send-mail")
    forget()
    return number


def permitted(subject: Subject, purpose: str, channel: str, **changes: Any) -> int:
    """A permit that the gate would not give, put into its table; gives its number."""
    at = changes.pop("at", clock.now() + timedelta(minutes=1))
    values = {
        "subject_key": subject.key, "purpose": purpose, "channel": channel, "cause_ref": "", "allowed": True,
        "reason": "allowed", "clause": "marketing", "events": [], "inputs_sha256": "", "stage": "send",
        "policy_version": 1, "at": at, "used_at": at,
    }  # fmt: skip
    row = Decision(**values | changes)
    work.unit(lambda: db.session.add(row))
    number = row.id
    forget()
    return number


def take_back(*numbers: int) -> None:
    """Remove permits again."""
    work.unit(lambda: db.session.execute(delete(Decision).where(Decision.id.in_(numbers))) and None)
    forget()


def asked(subject: Subject, purpose: str, channel: str, ref: str = "", **later: float) -> str:
    """What the gate answers a little later: `allowed`, or its reason."""
    later = later or {"minutes": 1}
    answer = done(lambda: gate.ask(act(**later), subject, purpose, channel, ref))  # type: ignore[arg-type]  # a channel
    forget()
    return getattr(answer, "reason", "allowed")


def disclosed(**changes: Any) -> int:
    """A line of the ledger that no verb would write; gives its number."""
    values = {
        "at": clock.now(), "recipient": "card-processor", "ground": "card", "person_ref": "account:1",
        "case_ref": "order:10001", "fields": ["amount"], "count": 1, "payload_sha256": "0" * 64,
        "policy_version": 1, "visible_from": clock.now(),
    }  # fmt: skip
    row = Disclosure(**values | changes)
    work.unit(lambda: db.session.add(row))
    number = row.id
    forget()
    return number


def gone(table: str, where: str = "1 = 1", **values: Any) -> None:
    """Delete rows of a table, as somebody at the database's own console would."""
    work.unit(lambda: db.session.execute(text(f"DELETE FROM {table} WHERE {where}"), values) and None)
    forget()
