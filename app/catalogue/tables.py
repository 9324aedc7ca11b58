"""Price tables: all that is sold and what it costs, read from one body of plain data and never changed.

Money is US dollars as exact decimals, lengths are inches. The body is what `app/catalogue/data/` holds
(see `parsing` and `loading`); a version of it is a row of `price_table`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.catalogue.calendar import Holiday

CUSTOM = "custom"
"""The size code that stands for typed measures."""

FAMILIES = ("cards", "brochures", "booklets", "stationery", "large")
"""The groups of the shop window, in their order."""


class TablesError(ValueError):
    """The body of the tables is incomplete or contradicts itself; the message names the place."""


@dataclass(frozen=True)
class Stock:
    """A paper: `cost` per 13 x 19 press sheet, `ink_limit` in percent; `factor` on the price of a sticker."""

    code: str
    name: str
    about: str
    gsm: Decimal
    caliper_in: Decimal
    cost: Decimal
    ink_limit: int
    traits: frozenset[str]
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Color:
    """What is printed on each side: `color`, `black` or `none`; white ink is a finish on `times` sides."""

    code: str
    name: str
    front: str
    back: str
    finish: str
    times: int
    traits: frozenset[str]

    @property
    def printed_sides(self) -> int:
        """How many pages of artwork one design has."""
        return max(sum(side != "none" for side in (self.front, self.back)), self.times)


@dataclass(frozen=True)
class Finish:
    """The price of a finishing step: once, per piece, per press sheet, per started card-size unit, per square foot,
    and (of a binding) per sheet inside."""

    name: str
    setup: Decimal
    per_piece: Decimal
    per_sheet: Decimal
    per_card_unit: Decimal
    per_sq_ft: Decimal
    per_leaf: Decimal


@dataclass(frozen=True)
class Choice:
    """One choice of a part of the form; `same_as` names the part whose choice it takes over."""

    code: str
    name: str
    about: str = ""
    finish: str = ""
    times: Decimal = Decimal(1)
    group: str = "print"
    traits: frozenset[str] = frozenset()
    same_as: str = ""
    amount: int = 0
    """A number that the choice stands for, such as the sheets of a pad."""


@dataclass(frozen=True)
class Part:
    """One question of the form with every choice that any product gives it."""

    code: str
    label: str
    hint: str
    kind: str
    choices: Mapping[str, Choice]


@dataclass(frozen=True)
class Turnaround:
    """`multiplier` on the print price; `days` in the shop, None for the product's standard days."""

    multiplier: Decimal
    days: int | None


@dataclass(frozen=True)
class Rule:
    """A combination that cannot be made (the words of rules.toml)."""

    beside: tuple[str, ...]
    when: frozenset[str]
    any: frozenset[str]
    unless: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Size:
    """A listed size, width by height; `price` are numbers of the product's price that differ at this size."""

    code: str
    name: str
    width_in: Decimal
    height_in: Decimal
    traits: frozenset[str] = frozenset()
    price: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomSize:
    """The limits of a typed size: its shorter and its longer side."""

    short_min: Decimal
    short_max: Decimal
    long_min: Decimal
    long_max: Decimal


@dataclass(frozen=True)
class PageRange:
    """How many pages a book may have, counted on both sides of every leaf.

    `limits` are the most pages for a trait of the paper inside; `thickest_in` is the most inches that the
    binding takes. Where `min` and `max` are the same there is nothing to choose.
    """

    min: int
    max: int
    step: int
    start: int
    about: str
    limits: Mapping[str, int]
    thickest_in: Decimal | None

    @property
    def fixed(self) -> bool:
        """There is only one number of pages."""
        return self.min == self.max

    @property
    def hint(self) -> str:
        """The range in words, for the form."""
        if self.fixed:
            return f"Always {self.min}. {self.about}".strip()
        steps = "an even number" if self.step == 2 else f"in steps of {self.step}"
        return f"{self.min:,} to {self.max:,}, {steps}. {self.about}".strip()


@dataclass(frozen=True)
class Product:
    """One product: its sizes, the choices of each part (the first is the default) and its price model.

    `family` is one of `FAMILIES`; `traits` are what rules know of everything made of this product; `pages`
    is None for what is no book.
    """

    slug: str
    family: str
    number: int
    name: str
    piece: str
    pieces: str
    lead: str
    about: str
    bleed_in: Decimal
    safe_in: Decimal
    standard_days: int
    start_quantity: int
    max_sets: int
    min_quantity: int
    max_quantity: int
    model: str
    price: Mapping[str, Decimal]
    sizes: tuple[Size, ...]
    custom: CustomSize | None
    parts: Mapping[str, tuple[str, ...]]
    pages: PageRange | None = None
    traits: frozenset[str] = frozenset()
    spine_safe_in: Decimal | None = None
    """The safe margin at the spine, where it is wider than `safe_in`."""

    def size(self, code: str) -> Size | None:
        """The listed size with that code."""
        return next((size for size in self.sizes if size.code == code), None)


@dataclass(frozen=True)
class Press:
    """The numbers that all products share (press.toml)."""

    image_width_in: Decimal
    image_height_in: Decimal
    gap_in: Decimal
    card_unit_sq_in: Decimal
    minimum_price: Decimal
    neighbor_rise: Decimal
    breaks: tuple[int, ...]
    clicks: Mapping[str, Decimal]
    markup: tuple[tuple[int | None, Decimal], ...]
    extra_set: tuple[tuple[int, Decimal], ...]
    packing: Decimal
    grams_per_lb: Decimal
    sq_m_per_sq_in: Decimal


@dataclass(frozen=True)
class PriceTables:
    """One version of everything; hashed by its version and sha256, so that caches may use it as a key."""

    version: int
    sha256: str
    stocks: Mapping[str, Stock]
    colors: Mapping[str, Color]
    finishes: Mapping[str, Finish]
    parts: Mapping[str, Part]
    turnarounds: Mapping[str, Turnaround]
    rules: tuple[Rule, ...]
    press: Press
    holidays: tuple[Holiday, ...]
    products: Mapping[str, Product]

    def __hash__(self) -> int:
        return hash((self.version, self.sha256))
