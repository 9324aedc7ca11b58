"""Lists of quotes by keyset on the number, in a number of queries that does not grow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, literal, or_, select

from app.accounts import finding
from app.accounts.views import ACCOUNT_CARD
from app.foundation.database import db
from app.quotes import terms
from app.quotes.models import Quote, QuoteRequest
from app.quotes.terms import State, state_of

LARGEST = 2**31 - 1
OWN_PAGE = 20
PAGE = 50


@dataclass(frozen=True)
class QuoteRow:
    """One line of a list of quotes; the customer is empty on the customer's own list."""

    number: int
    name: str
    created_at: datetime
    valid_until: datetime
    total_cents: int
    whole: bool
    state: State
    order_number: int | None
    account_id: int | None
    case_number: int | None
    customer: str = ""
    customer_user_id: str = ""

    @property
    def shown(self) -> str:
        return terms.shown(self.number)


@dataclass(frozen=True)
class Listed:
    """A page of a list; `newer` and `older` are the numbers to continue from, None at the ends."""

    rows: list[QuoteRow]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class Wanted:
    """What the staff list shows: a state code, words to find, a request's number; all may be empty."""

    state: str = ""
    words: str = ""
    case_number: int | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Asked:
    """One request for a quote, for the staff list."""

    case_number: int
    quantity: int
    wanted_by: Any
    asked_at: datetime
    account_id: int | None


_ROW = (
    Quote.number, Quote.name, Quote.created_at, Quote.valid_until, Quote.total_cents, Quote.shipping_method,
    Quote.ordered_at, Quote.withdrawn_at, Quote.order_number, Quote.account_id, Quote.case_number,
)  # fmt: skip


def own_quotes(account_id: int, before: int | None, after: int | None, at: datetime) -> Listed:
    """The customer's quotes, newest first."""
    return _listed(select(*_ROW).where(Quote.account_id == account_id), before, after, OWN_PAGE, at)


def refs_of(account_id: int) -> Select[str]:
    """The refs (`quote:20002`) of all quotes of an account, for joining."""
    return select(literal("quote:", String) + cast(Quote.number, String)).where(Quote.account_id == account_id)


def for_staff(wanted: Wanted, at: datetime) -> Listed:
    """The quotes that staff asked for, newest first, with their customers."""
    customer = ACCOUNT_CARD.subquery("customer")
    columns = (customer.c.name.label("customer"), customer.c.user_id.label("customer_user_id"))
    query = select(*_ROW, *columns).outerjoin(customer, customer.c.id == Quote.account_id)
    for condition in _conditions(wanted, at):
        query = query.where(condition)
    return _listed(query, wanted.before, wanted.after, PAGE, at)


def count_of_open(at: datetime) -> int:
    """How many quotes hold their prices at that time."""
    open_ = (Quote.ordered_at.is_(None), Quote.withdrawn_at.is_(None), Quote.valid_until > at)
    return db.session.scalar(select(func.count()).select_from(Quote).where(*open_)) or 0


def counted(numbers: list[int]) -> dict[int, Asked]:
    """What can be counted of these requests, by the case's number."""
    columns = (
        QuoteRequest.case_number, QuoteRequest.quantity, QuoteRequest.wanted_by, QuoteRequest.asked_at,
        QuoteRequest.account_id,
    )  # fmt: skip
    rows = db.session.execute(select(*columns).where(QuoteRequest.case_number.in_(numbers)))
    return {row.case_number: Asked(*row) for row in rows}


def _conditions(wanted: Wanted, at: datetime) -> list[ColumnElement[bool]]:
    open_ = [Quote.ordered_at.is_(None), Quote.withdrawn_at.is_(None)]
    by_state: dict[str, list[ColumnElement[bool]]] = {
        "open": [*open_, Quote.valid_until > at],
        "expired": [*open_, Quote.valid_until <= at],
        "ordered": [Quote.ordered_at.is_not(None)],
        "withdrawn": [Quote.withdrawn_at.is_not(None)],
    }
    found = list(by_state.get(wanted.state, []))
    if wanted.case_number is not None:
        found.append(Quote.case_number == wanted.case_number)
    if wanted.words:
        found.append(_found(wanted.words))
    return found


def _found(words: str) -> ColumnElement[bool]:
    number = terms.read_number(words)
    if number is not None:
        return Quote.number == number
    theirs = Quote.account_id.in_(finding.known_as(words))
    if "@" in words:
        return theirs
    return or_(theirs, func.lower(Quote.name).contains(words.casefold(), autoescape=True))


def _listed(query: Select[*tuple[Any, ...]], before: int | None, after: int | None, size: int, at: datetime) -> Listed:
    """A page by keyset on the number: one row more than shown tells whether there is more."""
    if after is not None:
        query = query.where(Quote.number > min(after, LARGEST)).order_by(Quote.number)
    else:
        if before is not None:
            query = query.where(Quote.number < min(before, LARGEST))
        query = query.order_by(Quote.number.desc())
    found = [_row(row, at) for row in db.session.execute(query.limit(size + 1))]
    more, rows = len(found) > size, found[:size]
    if after is not None:
        rows.reverse()
    newer = rows[0].number if rows and (more if after is not None else before is not None) else None
    older = rows[-1].number if rows and (after is not None or more) else None
    return Listed(rows, newer, older)


def _row(row: Row[*tuple[Any, ...]], at: datetime) -> QuoteRow:
    found = row._asdict()
    state = state_of(found["valid_until"], found.pop("ordered_at"), found.pop("withdrawn_at"), at)
    whole = bool(found.pop("shipping_method"))
    empty = {name: found.get(name) or "" for name in ("customer", "customer_user_id")}
    return QuoteRow(**found | empty | {"state": state, "whole": whole})
