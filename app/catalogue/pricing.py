"""The one price function (print.md sections 7 and 10): a specification and tables in, a breakdown out.

It is pure and exact: decimals in a context of our own, so that the same cents come out on every machine;
rounding happens once, half-up, and the lines are then cut so that they add up to the total.

Where the plain formula breaks a rule of section 7. A piece that begins a new press sheet pays for the whole
sheet. On dear papers and small runs that lifts the price of one piece by more than the 2 % that section 7
allows: 49 synthetic cards (24 to a sheet) would cost 2.8 % more apiece than 48, and 41 small squares 3.0 %
more than 40, the worst of all. It happens only on a run's first few sheets. So, from a full sheet
onward, the price is held to what 2 % a piece allows until the formula is below it again, and the difference
is shown as a line of its own. Prices at full sheets never change, and every price of the published examples
stays what it was. The price is capped, not the formula bent: the price still never falls with the quantity
(each capped price is above the one before it), and a finish or a shorter turnaround still never lowers it
(the cap grows with the price before it).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache
from typing import Any

from app.catalogue.spec import Spec, color_of, product_of, stock_of, weight_lb
from app.catalogue.tables import Finish, Press, PriceTables

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One part of a price in cents, in words; a negative one takes off."""

    code: str
    label: str
    cents: int


@dataclass(frozen=True)
class Breakdown:
    """A price taken apart: the lines add up to `total_cents`; promotions apply to `print_cents` only."""

    lines: tuple[Line, ...]
    total_cents: int
    print_cents: int
    quantity: int
    pieces_per_sheet: int
    press_sheets: int
    weight_lb: Decimal
    tables_version: int

    @property
    def unit_cents(self) -> Decimal:
        """The price of one piece in cents, to a hundredth of a cent."""
        return (Decimal(self.total_cents) / self.quantity).quantize(CENT, ROUND_HALF_UP)

    def to_json(self) -> dict[str, Any]:
        """Plain data for a frozen line, with the version of the tables."""
        return {
            "lines": [[line.code, line.label, line.cents] for line in self.lines],
            "total_cents": self.total_cents,
            "print_cents": self.print_cents,
            "quantity": self.quantity,
            "pieces_per_sheet": self.pieces_per_sheet,
            "press_sheets": self.press_sheets,
            "weight_lb": str(self.weight_lb),
            "tables_version": self.tables_version,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Breakdown":
        """The breakdown of `to_json`."""
        lines = tuple(Line(code, label, cents) for code, label, cents in data["lines"])
        weight = Decimal(data["weight_lb"])
        return cls(**{**data, "lines": lines, "weight_lb": weight})


@dataclass(frozen=True)
class Cost:
    """What a price model answers: named amounts in US dollars before turnaround, and the press sheets."""

    amounts: tuple[tuple[str, str, Decimal], ...]
    sheets: int
    full_sheets: int
    """The largest quantity below this one that fills its press sheets; 0 when there is none."""
    per_sheet: int


def price(spec: Spec, tables: PriceTables) -> Breakdown:
    """The price of a specification.

    Raises:
        KeyError: the specification names what these tables do not hold; `reading.read` never makes such a one.
    """
    with localcontext(EXACT):
        return _price(spec, tables)


def pieces_per_sheet(width_in: Decimal, height_in: Decimal, press: Press) -> int:
    """How many pieces of that flat size one press sheet holds, the better way round; 0 when it is too large."""

    def rows(width: Decimal, height: Decimal) -> int:
        across = press.image_width_in // (width + press.gap_in)
        return int(across * (press.image_height_in // (height + press.gap_in)))

    return max(rows(width_in, height_in), rows(height_in, width_in))


def _price(spec: Spec, tables: PriceTables) -> Breakdown:
    cost = MODELS[product_of(spec, tables).model](spec, tables, spec.quantity)
    lines = _print_lines(spec, tables, cost)
    print_cents = sum(line.cents for line in lines)
    lines += _fees(spec, tables)
    return Breakdown(
        lines=tuple(line for line in lines if line.cents),
        total_cents=sum(line.cents for line in lines),
        print_cents=print_cents,
        quantity=spec.quantity,
        pieces_per_sheet=cost.per_sheet,
        press_sheets=cost.sheets,
        weight_lb=weight_lb(spec, tables),
        tables_version=tables.version,
    )


def _print_lines(spec: Spec, tables: PriceTables, cost: Cost) -> list[Line]:
    """The lines that promotions and turnarounds apply to."""
    plain = sum((amount for _, _, amount in cost.amounts), Decimal(0))
    surcharge = plain * (tables.turnarounds[spec.choice("turnaround")].multiplier - 1)
    lines = _cut((*cost.amounts, ("turnaround", "Faster turnaround", surcharge)))
    formula = sum(line.cents for line in lines)
    minimum = max(formula, _cents(tables.press.minimum_price))
    held = _held_to_the_rise(spec, tables, cost, minimum)
    lines.append(Line("minimum", "Up to our smallest order", minimum - formula))
    lines.append(Line("new-sheet", "Our share of a press sheet just begun", held - minimum))
    return lines


def _held_to_the_rise(spec: Spec, tables: PriceTables, cost: Cost, cents: int) -> int:
    """The price in cents, or what 2 % a piece above the last full sheet allows (see the top of this file)."""
    count = cost.full_sheets
    if count < product_of(spec, tables).min_quantity:
        return cents
    rise = 1 + tables.press.neighbor_rise
    before = _formula_cents(spec, tables, count)
    while count < spec.quantity:
        count += 1
        here = cents if count == spec.quantity else _formula_cents(spec, tables, count)
        allowed = int(before * rise * count / (count - 1))
        if here <= allowed:
            return cents
        before = allowed
    return before


def _formula_cents(spec: Spec, tables: PriceTables, quantity: int) -> int:
    cost = MODELS[product_of(spec, tables).model](spec, tables, quantity)
    plain = sum((amount for _, _, amount in cost.amounts), Decimal(0))
    turned = plain * tables.turnarounds[spec.choice("turnaround")].multiplier
    return max(_cents(turned), _cents(tables.press.minimum_price))


def _fees(spec: Spec, tables: PriceTables) -> list[Line]:
    """What stands outside the print price: extra sets, a printed proof."""
    lines = [Line("sets", _sets_label(spec.sets), _cents(_extra_sets(spec.sets - 1, tables.press)))]
    lines += [
        Line(step.part, step.label, _cents(step.finish.setup * step.times))
        for step in _finishing(spec, tables, group="fee")
    ]
    return lines


def _sets_label(sets: int) -> str:
    return f"{sets - 1} more set" if sets == 2 else f"{sets - 1} more sets"


def _extra_sets(extra: int, press: Press) -> Decimal:
    """The fee of that many sets beyond the first; the price of each depends on its place in the row."""
    fees = (max(step for step in press.extra_set if step[0] <= place)[1] for place in range(1, extra + 1))
    return sum(fees, Decimal(0))


def _flat(spec: Spec, tables: PriceTables, quantity: int) -> Cost:
    """Pieces cut from one sheet, folded or not: `S + k*Q^e + N*(stock + click*sides)*m(N) + finishing`."""
    product, press = product_of(spec, tables), tables.press
    up = pieces_per_sheet(spec.width_in, spec.height_in, press)
    sheets = -(-quantity // up)
    marked_up = _marked_up(sheets, press)
    color = color_of(spec, tables)
    amounts = [
        ("setup", "Set-up", product.price["setup"]),
        ("run", "Press run", product.price["run"] * _power(quantity, product.price["exponent"])),
        ("paper", "Paper", stock_of(spec, tables).cost * marked_up),
        ("ink", "Ink", (press.clicks[color.front] + press.clicks[color.back]) * marked_up),
    ]
    units = (spec.width_in * spec.height_in / press.card_unit_sq_in).to_integral_value(ROUND_CEILING)
    for step in _finishing(spec, tables, group="print"):
        finish = step.finish
        each = finish.per_piece * quantity + finish.per_sheet * sheets + finish.per_card_unit * units * quantity
        amounts.append((step.part, step.label, (finish.setup + each) * step.times))
    return Cost(tuple(amounts), sheets, (sheets - 1) * up, up)


MODELS: dict[str, Callable[[Spec, PriceTables, int], Cost]] = {"flat": _flat}
"""The price models by the name that a product's file gives."""


@dataclass(frozen=True)
class Step:
    """One finishing step of a specification: the part that asked for it and its price row, `times` over."""

    part: str
    label: str
    finish: Finish
    times: int


def _finishing(spec: Spec, tables: PriceTables, group: str) -> list[Step]:
    steps: list[Step] = []
    for code, chosen in spec.choices:
        part = tables.parts[code]
        choice = part.choices[chosen]
        if choice.finish and choice.group == group:
            steps.append(Step(code, f"{part.label}: {choice.name}", tables.finishes[choice.finish], choice.times))
    color = color_of(spec, tables)
    if color.finish and group == "print":
        finish = tables.finishes[color.finish]
        steps.append(Step("white", finish.name, finish, color.times))
    return steps


def _marked_up(sheets: int, press: Press) -> Decimal:
    """`N * m(N)`: that many press sheets, each weighted with the mark-up of its place in the run."""
    weighted = Decimal(0)
    for size, factor in press.markup:
        here = sheets if size is None else min(sheets, size)
        weighted += here * factor
        sheets -= here
    return weighted


@lru_cache(maxsize=4096)
def _power(quantity: int, exponent: Decimal) -> Decimal:
    return EXACT.power(Decimal(quantity), exponent)


def _cents(dollars: Decimal) -> int:
    """Half-up to the cent."""
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _cut(amounts: Sequence[tuple[str, str, Decimal]]) -> list[Line]:
    """The amounts in whole cents that add up to their rounded sum: the largest remainders are rounded up."""
    exact = [amount * 100 for _, _, amount in amounts]
    whole = [int(cents) for cents in exact]
    missing = _cents(sum((amount for _, _, amount in amounts), Decimal(0))) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[:missing]:
        whole[place] += 1
    return [Line(code, label, cents) for (code, label, _), cents in zip(amounts, whole, strict=True)]
