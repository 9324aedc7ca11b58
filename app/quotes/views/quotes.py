"""One quote with its lines and what was done with it: columns read once, never entities."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from app.accounts.addresses import PostalAddress
from app.catalogue.pricing import Breakdown
from app.catalogue.spec import Spec
from app.foundation.database import db
from app.foundation.errors import Missing
from app.orders.wanted import WantedJob
from app.quotes import terms
from app.quotes.models import Quote, QuoteEvent, QuoteLine, QuoteShare
from app.quotes.terms import State, state_of
from app.shipping.service import PICK_UP

LARGEST = 2**31 - 1
WORDS = {
    "saved": "Saved",
    "shared": "Shared by a link",
    "unshared": "Link taken back",
    "mailed": "Mailed",
    "price-agreed": "Another price agreed",
    "line-added": "Job added",
    "taken": "Taken into an account",
    "ordered": "Ordered",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True)
class LineView:
    """One job of a quote; `lines` are its held price taken apart, as words and cents."""

    id: int
    name: str
    product: str
    product_name: str
    words: list[tuple[str, str]]
    lines: list[tuple[str, int]]
    quantity: int
    cents: int
    listed_cents: int
    artwork_id: int | None
    spec: Spec
    breakdown: Breakdown

    @property
    def agreed(self) -> bool:
        """Whether another price was agreed than the tables say."""
        return self.cents != self.listed_cents

    @property
    def wanted(self) -> WantedJob:
        """The job to be ordered at its held price."""
        return WantedJob(spec=self.spec, name=self.name, artwork_id=self.artwork_id, breakdown=self.breakdown)


@dataclass(frozen=True)
class Done:
    """One thing that was done with a quote; `staff_id` is 0 unless staff did it."""

    what: str
    at: datetime
    staff_id: int
    note: str

    @property
    def words(self) -> str:
        """What was done, as the heading of its line."""
        return WORDS[self.what]


@dataclass(frozen=True)
class QuoteView:
    """One quote with all that its pages show. `whole`: shipping and tax are held, too."""

    number: int
    account_id: int | None
    case_number: int | None
    name: str
    by_staff: bool
    created_at: datetime
    valid_until: datetime
    order_number: int | None
    state: State
    delivery: PostalAddress | None
    shipping_method: str
    shipping_label: str
    goods_cents: int
    shipping_cents: int
    tax_cents: int
    tax_lines: list[tuple[str, int]]
    total_cents: int
    version: int
    lines: list[LineView]

    @property
    def shown(self) -> str:
        """The number as people read it."""
        return terms.shown(self.number)

    @property
    def open(self) -> bool:
        return self.state.code == "open"

    @property
    def whole(self) -> bool:
        return bool(self.shipping_method)

    @property
    def pick_up(self) -> bool:
        return self.shipping_method == PICK_UP

    @property
    def jobs(self) -> tuple[WantedJob, ...]:
        """The jobs to be ordered, at their held prices."""
        return tuple(line.wanted for line in self.lines)


_QUOTE = (
    Quote.number, Quote.account_id, Quote.case_number, Quote.name, Quote.by_staff, Quote.created_at, Quote.valid_until,
    Quote.withdrawn_at, Quote.ordered_at, Quote.order_number, Quote.delivery, Quote.shipping_method,
    Quote.shipping_label, Quote.goods_cents, Quote.shipping_cents, Quote.tax_cents, Quote.tax_lines, Quote.total_cents,
    Quote.version,
)  # fmt: skip


def quote_of(account_id: int, number: int, at: datetime) -> QuoteView:
    """The quote of this customer.

    Raises:
        Missing: there is none, or it belongs to somebody else.
    """
    return _quote(at, Quote.number == min(number, LARGEST), Quote.account_id == account_id)


def quote_for_staff(number: int, at: datetime) -> QuoteView:
    """Any quote.

    Raises:
        Missing: there is none.
    """
    return _quote(at, Quote.number == min(number, LARGEST))


def quotes_for_case(case_number: int, at: datetime) -> list[QuoteView]:
    """The quotes that answer a request, oldest first, without those that were withdrawn."""
    query = select(Quote.number).where(Quote.case_number == case_number, Quote.withdrawn_at.is_(None))
    return [_quote(at, Quote.number == number) for number in db.session.scalars(query.order_by(Quote.number).limit(20))]


def done_with(number: int) -> list[Done]:
    """All that was done with a quote, oldest first."""
    columns = (QuoteEvent.what, QuoteEvent.at, QuoteEvent.actor, QuoteEvent.note)
    query = select(*columns).where(QuoteEvent.quote_number == number).order_by(QuoteEvent.id)
    return [Done(row.what, row.at, _staff(row.actor), row.note) for row in db.session.execute(query)]


def share_salt(number: int) -> str:
    """The salt of the link that shows the quote; empty while there is none."""
    query = select(QuoteShare.salt).where(QuoteShare.quote_number == number, QuoteShare.withdrawn_at.is_(None))
    return db.session.scalar(query.limit(1)) or ""


def shared(token_sha256: str, at: datetime) -> QuoteView | None:
    """The quote that a link with this digest shows; None when the link was taken back or the quote is not open.

    Raises:
        Missing: there never was such a link.
    """
    query = select(QuoteShare.quote_number, QuoteShare.withdrawn_at).where(QuoteShare.token_sha256 == token_sha256)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise Missing
    if row.withdrawn_at is not None:
        return None
    quote = quote_for_staff(row.quote_number, at)
    return quote if quote.open else None


def _quote(at: datetime, *where: ColumnElement[bool]) -> QuoteView:
    row = db.session.execute(select(*_QUOTE).where(*where)).one_or_none()
    if row is None:
        raise Missing
    found = row._asdict()
    state = state_of(found["valid_until"], found.pop("ordered_at"), found.pop("withdrawn_at"), at)
    return QuoteView(
        **found
        | {
            "state": state,
            "delivery": PostalAddress(**found["delivery"]) if found["delivery"] else None,
            "tax_lines": [(label, cents) for label, cents in found["tax_lines"]],
            "lines": _lines(found["number"]),
        }
    )


def _lines(number: int) -> list[LineView]:
    query = select(QuoteLine.__table__).where(QuoteLine.quote_number == number).order_by(QuoteLine.position)
    return [_line(row) for row in db.session.execute(query)]


def _line(row: Row[*tuple[Any, ...]]) -> LineView:
    return LineView(
        id=row.id,
        name=row.name,
        product=row.product,
        product_name=row.product_name,
        words=[(term, words) for term, words in row.words],
        lines=[(label, cents) for _, label, cents in row.breakdown["lines"]],
        quantity=row.quantity,
        cents=row.cents,
        listed_cents=row.listed_cents,
        artwork_id=row.artwork_id,
        spec=Spec.from_json(row.spec),
        breakdown=Breakdown.from_json(row.breakdown),
    )


def _staff(actor: str) -> int:
    kind, _, ref = actor.partition(":")
    return int(ref) if kind == "staff" and ref.isdigit() else 0
