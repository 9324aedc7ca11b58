"""What rests in the database: no card number anywhere, telephones sealed, and the policy version of each agreement."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, Text, inspect, select, type_coerce
from sqlalchemy.orm import Mapper

from app.accounts import recorded as accounts
from app.foundation import inventory, recent, rules
from app.foundation.card_numbers import holds_card_number
from app.foundation.checks import Check, NotYet, Result, unchecked
from app.foundation.database import db, looking
from app.foundation.inventory import Personal
from app.orders.models import PrintOrder
from app.permissions import views as gate
from app.policy import views as policy

rules.declare(
    rules.Rule("evidence.card-rows", 200, "rows", "How many of each table's newest rows are searched for card numbers")
)
CARRIERS = frozenset({"tracking"})
"""Numbers that a carrier gives out; some have as many digits as a card."""
TELEPHONE = re.compile(r"\+\d{8,15}")
ENVELOPE = re.compile(r"v1\.[^.]+\.[A-Za-z0-9+/=]{20,}")
"""How a sealed value rests: its form's number, its owner, and what only the owner's key opens."""
FOR_ORDERS = {"order", "billing", "requested"}
NEAR = timedelta(minutes=5)
"""A version may take effect while a form is being sent."""


@looking()
def no_card_numbers() -> Result:
    """None of the newest texts that people or machines gave us about anybody holds a card number."""
    texts = held = 0
    for model, columns in _personal_texts():
        for value in _newest(model, columns):
            texts += 1
            held += not TELEPHONE.fullmatch(value) and holds_card_number(value)
    if not texts:
        return unchecked("Nothing about anybody is stored yet.")
    words = (
        f"{recent.counted(texts, 'value')} read, in the newest {rules.whole('evidence.card-rows')} rows of each table"
    )
    return recent.judged(words, held, "with a card number")


def _personal_texts() -> Iterator[tuple[type, list[Any]]]:
    """Every mapped class with its personal columns that hold text or JSON."""
    for model, table in inventory.mapped_tables():
        columns = [
            column
            for column in table.columns
            if isinstance(column.info.get("inventory"), Personal)
            and column.name not in CARRIERS
            and (isinstance(column.type, String | JSON) or getattr(column.type, "seals", False))
        ]
        if columns:
            yield model, columns


def _newest(model: type, columns: list[Any]) -> Iterator[str]:
    mapper: Mapper[Any] = inspect(model)
    query = (
        select(*columns).order_by(*(key.desc() for key in mapper.primary_key)).limit(rules.whole("evidence.card-rows"))
    )
    for row in db.session.execute(query):
        yield from (value if isinstance(value, str) else json.dumps(value, default=str) for value in row if value)


@looking()
def phone_for_order() -> Result:
    """Telephone numbers of orders rest sealed, for the order alone, and no call for anything else was permitted."""
    query = select(type_coerce(PrintOrder.phone, Text), PrintOrder.phone_purpose).where(
        recent.newest(PrintOrder, PrintOrder.created_at), type_coerce(PrintOrder.phone, Text) != ""
    )
    rows = db.session.execute(query).all()
    calls = gate.permitted("phone")
    if not rows and not calls:
        return unchecked("No order holds a telephone number yet.")
    open_ones = sum(not ENVELOPE.fullmatch(stored) for stored, _ in rows)
    others = sum(purpose != "order" for _, purpose in rows)
    others += sum(count for purpose, count in calls.items() if purpose not in FOR_ORDERS)
    permitted = recent.counted(sum(calls.values()), "call")
    words = f"{recent.counted(len(rows), 'telephone number')} of orders, {permitted} permitted"
    return recent.judged(words, open_ones + others, "readable without its key, or for something else")


@looking()
def agreement_recorded() -> Result:
    """Each registration, order and choice of the last days holds the version that was in force at its time."""
    times = policy.timetable()
    if not times:
        raise NotYet("No version of the policy is in force yet.")
    orders = db.session.execute(
        select(PrintOrder.created_at, PrintOrder.policy_version).where(recent.newest(PrintOrder, PrintOrder.created_at))
    ).all()
    opened, chosen = accounts.agreements(), gate.choices()
    wrong = sum(not _agreed(times, at, number, later=True) for at, number in _since_first(times, opened))
    wrong += sum(not _agreed(times, at, number) for at, number in _since_first(times, [*orders, *chosen]))
    numbers = ((opened, "registration"), (orders, "order"), (chosen, "choice"))
    words = ", ".join(recent.counted(len(rows), word) for rows, word in numbers) + f" in {recent.days()} days"
    if not (opened or orders or chosen):
        return unchecked("Nobody has registered, ordered or chosen anything yet.")
    return recent.judged(words, wrong, "without the version of its time")


Times = tuple[tuple[datetime, int], ...]


def _since_first(times: Times, rows: Iterable[Any]) -> Iterator[tuple[datetime, int | None]]:
    """The rows from the time when there was a version to agree to."""
    return ((at, number) for at, number in rows if at >= times[0][0])


def _agreed(times: Times, at: datetime, number: int | None, *, later: bool = False) -> bool:
    """Whether the version was in force then; with `later`, one that came afterwards will do too."""
    near = {entry[1] for moment in (at - NEAR, at, at + NEAR) if (entry := policy.in_force(times, moment))}
    return number is not None and (number in near or (later and number > max(near)))


KEPT = [
    Check(
        "no-card-numbers",
        "No text that we keep about anybody holds a card number.",
        no_card_numbers,
        (20,),
        30,
    ),
    Check(
        "phone-for-order",
        "Telephone numbers of orders rest encrypted, for that order alone; no other call was permitted.",
        phone_for_order,
        (19,),
        15,
    ),
    Check(
        "agreement-recorded",
        "Every registration, order and choice holds the number of the policy version in force at its time.",
        agreement_recorded,
        (87,),
        15,
    ),
]
