"""The fields of the product page's form, as the form macros draw them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from app.catalogue import calendar
from app.catalogue.reading import SpecResult
from app.catalogue.rules import unavailable
from app.catalogue.spec import plain
from app.catalogue.tables import CUSTOM, Part, PriceTables, Product
from app.foundation.forms import Option, described_by

TILED = {"stock", "color", "turnaround"}
"""The kinds of parts that are shown as tiles; the others are select boxes."""
MAIN = {"fold", "shape", "binding", "sheets"}
"""Finishing that makes the piece what it is: tiles, too."""
FEW, MANY = 5, 12
"""More tiles than a few are drawn small, and only the chosen one is described; many are a select box."""


@dataclass(frozen=True)
class Label:
    text: str


@dataclass(frozen=True)
class Field:
    """One field as the form macros draw it; `look` is the class of its tiles."""

    id: str
    label: Label
    kind: str
    shown: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    inputmode: str = ""
    maxlength: int = 0
    purpose: str = ""
    autocomplete: str = ""
    required: bool = False
    checked: bool = False
    drawn_options: str = ""
    look: str = ""

    @property
    def name(self) -> str:
        return self.id

    @property
    def described_by(self) -> str:
        return described_by(self)


@dataclass(frozen=True)
class Fields:
    """The form: its fields in their order; `errors` and iteration are what the error summary asks for."""

    named: dict[str, Field] = field(default_factory=dict)
    form_errors: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.named.values())

    def __getitem__(self, name: str) -> Field:
        return self.named[name]

    def __contains__(self, name: object) -> bool:
        return name in self.named

    @property
    def errors(self) -> bool:
        return any(one.errors for one in self.named.values())


def fields(result: SpecResult, product: Product, tables: PriceTables, at: datetime) -> Fields:
    """What the form asks of a product, with what was chosen and what is wrong with it."""
    found = _counts(result, product)
    found["size"] = _size_field(result, product)
    if product.custom is not None:
        limits = product.custom
        hint = f"Short side {plain(limits.short_min)} to {plain(limits.short_max)} in., "
        hint += f"long side {plain(limits.long_min)} to {plain(limits.long_max)} in."
        found["width"] = _box(result, "width", "Your width, in.", hint, "decimal")
        found["height"] = _box(result, "height", "Your height, in.", "", "decimal")
    for part in product.parts:
        found[part] = _part_field(part, result, product, tables, at)
    return Fields(found)


def tiled(part: Part) -> bool:
    """Whether a part is drawn as tiles."""
    return part.kind in TILED or part.code in MAIN


def _counts(result: SpecResult, product: Product) -> dict[str, Field]:
    """How many pieces, of how many pages, in how many designs."""
    span = f"{product.min_quantity:,} to {product.max_quantity:,}, any number."
    found = {"quantity": _box(result, "quantity", "How many", span)}
    if product.pages is not None and (not product.pages.fixed or "pages" in result.errors):
        found["pages"] = _box(result, "pages", "Pages", product.pages.hint)
    if product.max_sets > 1:
        found["sets"] = _box(result, "sets", "Designs or names", f"They share the {product.pieces}.")
    return found


def _box(result: SpecResult, name: str, label: str, hint: str = "", mode: str = "numeric") -> Field:
    return Field(name, Label(label), "text", result.typed.get(name, ""), hint, (), _errors(result, name), mode, 12)


def _errors(result: SpecResult, name: str) -> tuple[str, ...]:
    return (result.errors[name],) if name in result.errors else ()


def _size_field(result: SpecResult, product: Product) -> Field:
    chosen = result.typed["size"]
    options = [
        Option(
            size.code, f"{plain(size.width_in)} × {plain(size.height_in)} in.", size.name, selected=size.code == chosen
        )
        for size in product.sizes
    ]
    if product.custom is not None:
        options.append(Option(CUSTOM, "Your own size", "Type it below", selected=chosen == CUSTOM))
    hint = "Upright or sideways, as your artwork is." if product.pages is None else "Width by height."
    errors = _errors(result, "size")
    return Field("size", Label("Size"), "radio", chosen, hint, tuple(options), errors, look="tiles small")


def _part_field(code: str, result: SpecResult, product: Product, tables: PriceTables, at: datetime) -> Field:
    part, chosen = tables.parts[code], result.typed[code]
    choices = product.parts[code]
    tiles, crowded = tiled(part) and len(choices) <= MANY, tiled(part) and len(choices) > FEW
    options = []
    for choice in choices:
        reason = unavailable(product, result.typed, code, choice, tables)
        about = _ships(choice, product, tables, at) if part.kind == "turnaround" else part.choices[choice].about
        # What is chosen already stays selectable, so that nothing typed is lost; its error stands above it.
        shut = bool(reason) and choice != chosen
        told = "" if crowded else about
        options.append(Option(choice, part.choices[choice].name, told, shut, reason if shut else "", choice == chosen))
    hint = part.hint
    if crowded and chosen in choices:
        hint = f"{part.choices[chosen].name}: {part.choices[chosen].about}" if part.choices[chosen].about else hint
    look = f"tiles {'medium' if crowded or part.kind == 'color' else ''}".strip() if tiles else ""
    kind = "radio" if tiles else "select"
    return Field(code, Label(part.label), kind, chosen, hint, tuple(options), _errors(result, code), look=look)


def _ships(turnaround: str, product: Product, tables: PriceTables, at: datetime) -> str:
    days = tables.turnarounds[turnaround].days or product.standard_days
    ships = calendar.ship_date(at, days, tables.holidays)
    return f"Ships by {spoken(ships)}"


def spoken(day: date) -> str:
    """A day as a person says it: `Tuesday, June 11`."""
    return f"{day:%A}, {day:%B} {day.day}"
