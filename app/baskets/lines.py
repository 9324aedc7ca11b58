"""A job of a basket as a finished value: its words, its price, and what keeps it from being ordered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.catalogue import pricing, reading
from app.catalogue import spec as specs
from app.catalogue.pictures import picture_of
from app.catalogue.pricing import Breakdown
from app.catalogue.reading import SpecResult
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation import rules
from app.orders.wanted import Drop

rules.declare(rules.Rule("baskets.price-days", 30, "days", "How long the price of a job in a basket is held"))

GONE = "We no longer sell this product."


@dataclass(frozen=True)
class Line:
    """One job. `id` is 0 for a visitor's. `breakdown` is None where the job cannot be made as it is.

    `was` is the price that was held until it ran out, in cents (0: none ran out); `held_until` tells how long the
    price stands. `trouble` is the sentence that keeps the job from being ordered; `mend` is the query that shows it.
    """

    product: str
    product_name: str
    picture: str
    name: str
    words: tuple[tuple[str, str], ...]
    short: str
    quantity: int
    breakdown: Breakdown | None
    trouble: str
    mend: dict[str, str]
    id: int = 0
    version: int = 0
    spec: Spec | None = None
    was: int = 0
    held_until: datetime | None = None
    artwork_id: int | None = None
    file_name: str = ""
    drops: tuple[Drop, ...] = ()
    repeat_of: int | None = None

    @property
    def seen(self) -> str:
        """What a page showed of the job, to be compared when its form comes back."""
        return f"{self.id}.{self.version}.{self.cents}"

    @property
    def cents(self) -> int:
        return self.breakdown.total_cents if self.breakdown else 0

    @property
    def prices(self) -> list[tuple[str, int]]:
        """The price taken apart, as words and cents."""
        return [(part.label, part.cents) for part in self.breakdown.lines] if self.breakdown else []

    @property
    def orderable(self) -> bool:
        return self.breakdown is not None and not self.trouble

    @property
    def pieces_sent(self) -> int:
        """How many pieces have an address of their own."""
        return sum(drop.pieces for drop in self.drops)

    @property
    def missing(self) -> int:
        """Pieces that still need an address, or, below 0, are too many; 0 where all go where the order goes."""
        return self.quantity - self.pieces_sent if self.drops else 0


@dataclass(frozen=True)
class Held:
    """A price that was frozen: by which day it was made, and how long it stands."""

    breakdown: Breakdown
    until: datetime


def held(breakdown: Breakdown, priced_at: datetime) -> Held:
    """The price as it is held by the house rule."""
    return Held(breakdown, priced_at + timedelta(days=rules.whole("baskets.price-days")))


def today(spec: Spec, tables: PriceTables) -> SpecResult:
    """The same specification read by these tables: whether it can be made as it is, and what is in the way."""
    return reading.read(reading.query_of(spec), tables)


def line(result: SpecResult, tables: PriceTables, name: str = "") -> Line:
    """A job that was just read, at today's price."""
    product, spec = result.product, result.spec
    if product is None:
        return Line("", "A job", "", name, (), "", 0, None, GONE, {})
    mend = dict(result.typed) | {"product": product.slug}
    shown = {
        "product": product.slug,
        "product_name": product.name,
        "picture": picture_of(product.slug),
        "name": name or product.name,
        "mend": mend,
    }
    if spec is None:
        trouble = next(iter(result.errors.values()))
        return Line(**shown, words=(), short="", quantity=0, breakdown=None, trouble=trouble)  # type: ignore[arg-type]  # by name
    words = tuple(specs.described(spec, tables))
    return Line(
        **shown,  # type: ignore[arg-type]  # by name
        words=words,
        short=in_short(words),
        quantity=spec.quantity,
        breakdown=pricing.price(spec, tables),
        trouble="",
        spec=spec,
    )


def in_short(words: tuple[tuple[str, str], ...]) -> str:
    """The first things that one chose, on a line."""
    counted = {"Pages", "Sets"}
    return ", ".join(f"{value} {term.lower()}" if term in counted else value for term, value in words[1:4])
