"""Whether everything that left was written down before, on a ground, and held no more than it should."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Row, select

from app.audit import views as audit
from app.disclosures import guard
from app.disclosures.models import Disclosure, OutboundCall, Vendor
from app.foundation import clock, recent, rules
from app.foundation.card_numbers import holds_card_number
from app.foundation.checks import Check, Result, failing, unchecked, verdict
from app.foundation.database import db, looking

rules.declare(rules.Rule("evidence.connection-days", 30, "days", "How long a refused connection shows as failing"))

NOWHERE = "undisclosed.invalid"
"""A name that can belong to nobody (RFC 2606)."""
WITH_SUPPLIER = {"ship", "card", "supplier"}
ON_PAPER = {"legal", "enforce"}
CLOSED = WITH_SUPPLIER | ON_PAPER | {"subsidiary"}
"""The grounds of the text's section *Who else receives it*, written down here apart from the ledger's own."""
TO_PROCESSOR = {"amount", "order number", "customer reference", "payment reference"}
"""What the clause `card-processor` says that it gets from us."""

CALLS = (
    select(
        OutboundCall.payload_sha256,
        OutboundCall.tried_at,
        OutboundCall.supplier,
        Disclosure.at,
        Disclosure.recipient,
        Disclosure.fields,
        Disclosure.payload_sha256.label("told_sha256"),
        Vendor.data_fields,
    )
    .outerjoin(Disclosure, Disclosure.call_id == OutboundCall.id)
    .outerjoin(Vendor, Vendor.name == OutboundCall.supplier)
    .where(OutboundCall.state != "refused")
)


@looking()
def every_call_recorded() -> Result:
    """Each call to a supplier has its line in the ledger, written before it, about the same message and no more."""
    rows = db.session.execute(CALLS.where(recent.newest(OutboundCall, OutboundCall.intended_at))).all()
    if not rows:
        return unchecked("Nothing has left us yet.")
    wrong = sum(not _recorded(row) for row in rows)
    words = f"{recent.counted(len(rows), 'message')} left us in {recent.days()} days"
    return recent.judged(words, wrong, "without a fitting line in our record from before")


def _recorded(call: Row[Any]) -> bool:
    if call.at is None or call.data_fields is None:
        return False
    same = (call.recipient, call.told_sha256) == (call.supplier, call.payload_sha256)
    return same and call.at <= call.tried_at and set(call.fields) <= set(call.data_fields)


@looking()
def processor_gets_only() -> Result:
    """The card processor was given nothing beyond what the text says, and nothing of a card."""
    processors = select(Vendor.name).where(Vendor.role == "card")
    lines = db.session.scalars(
        select(Disclosure.fields).where(Disclosure.recipient.in_(processors), recent.newest(Disclosure, Disclosure.at))
    ).all()
    on_their_way = select(OutboundCall.payload).where(
        OutboundCall.supplier.in_(processors), recent.newest(OutboundCall, OutboundCall.intended_at)
    )
    payloads = [str(body) for body in db.session.scalars(on_their_way.where(OutboundCall.state != "answered")) if body]
    listed = db.session.scalars(select(Vendor.data_fields).where(Vendor.role == "card")).all()
    if not lines:
        return unchecked("The card processor was given nothing yet.")
    beyond = sum(not set(fields) <= TO_PROCESSOR for fields in (*lines, *listed))
    cards = sum(holds_card_number(body) for body in payloads)
    words = f"{recent.counted(len(lines), 'message')} to the card processor in {recent.days()} days"
    return recent.judged(words, beyond + cards, "with a card number or with more than this clause says")


@looking()
def grounds_closed() -> Result:
    """Each line of the ledger names a ground of the text; one under the law its case, any other a known recipient."""
    query = select(Disclosure.ground, Disclosure.case_ref, Disclosure.recipient, Vendor.name).outerjoin(
        Vendor, Vendor.name == Disclosure.recipient
    )
    rows = db.session.execute(query.where(recent.newest(Disclosure, Disclosure.at))).all()
    if not rows:
        return unchecked("Nothing has left us yet.")
    wrong = sum(not _grounded(row) for row in rows)
    legal = sum(row.ground in ON_PAPER for row in rows)
    words = f"{recent.counted(len(rows), 'line')} of our record in {recent.days()} days, {legal} of them under the law"
    return recent.judged(words, wrong, "without a ground, a case or a known recipient")


def _grounded(line: Row[*tuple[Any, ...]]) -> bool:
    if line.ground in ON_PAPER:
        return bool(line.case_ref)
    return line.ground in CLOSED and (line.ground not in WITH_SUPPLIER or line.name is not None)


@looking()
def no_undisclosed_connection() -> Result:
    """No process of ours tried to reach anybody whom the text does not name, and one that tries now is refused."""
    days = rules.whole("evidence.connection-days")
    since = clock.now() - timedelta(days=days)
    tried = sum(line.at > since for line in audit.entries(audit.Wanted(kind=guard.REFUSED)).lines)
    if tried:
        return failing(f"{tried} or more connections to a host that nobody disclosed were refused in {days} days.")
    if guard.is_on() or current_app.extensions["shop.settings"].production:
        refused = guard.refuses(NOWHERE)
        words = f"No such connection was tried in {days} days; one that we tried just now was"
        return verdict(refused, f"{words} {'refused' if refused else 'not refused'}.")
    return unchecked("No such connection was seen, but this demonstration does not stop any: a real shop does.")


LEAVING = [
    Check(
        "every-call-recorded",
        "Each time something left us, what kind it was, to whom and why was written down before.",
        every_call_recorded,
        (44,),
        10,
    ),
    Check(
        "processor-gets-only",
        "The card processor got nothing from us beyond what this clause says.",
        processor_gets_only,
        (47,),
        15,
    ),
    Check(
        "grounds-closed",
        "Everything that left us did so on one of the grounds named here, and under the law only with its case.",
        grounds_closed,
        (23, 24, 25, 26),
        15,
    ),
    Check(
        "no-undisclosed-connection",
        "Our software tried to reach nobody who is not named here, and would be stopped if it did.",
        no_undisclosed_connection,
        (44,),
        10,
    ),
]
