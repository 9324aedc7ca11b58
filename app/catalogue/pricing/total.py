"""From what a model answers to whole cents: turnaround, the smallest order, the cap on a new sheet, fees."""

from collections.abc import Mapping
from decimal import Decimal

from app.catalogue.pricing.breakdown import Breakdown, Line, cents_of, cut
from app.catalogue.pricing.cost import Cost, Model, Run
from app.catalogue.pricing.steps import steps
from app.catalogue.spec import Spec, product_of, weight_lb
from app.catalogue.tables import Press, PriceTables

SURELY = Decimal("1.2")
"""One press sheet among so many costs a smaller part than the tables allow, whatever it carries: no need to look."""


def total(spec: Spec, tables: PriceTables, models: Mapping[str, Model]) -> Breakdown:
    """The price of a specification, by the model that its product names."""
    run = models[product_of(spec, tables).model](spec, tables)
    cost = run(spec.quantity)
    lines = _print_lines(spec, tables, run, cost)
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


def _print_lines(spec: Spec, tables: PriceTables, run: Run, cost: Cost) -> list[Line]:
    """The lines that promotions and turnarounds apply to."""
    plain = sum((amount for _, _, amount in cost.amounts), Decimal(0))
    surcharge = plain * (tables.turnarounds[spec.choice("turnaround")].multiplier - 1)
    lines = cut((*cost.amounts, ("turnaround", "Faster turnaround", surcharge)))
    formula = sum(line.cents for line in lines)
    minimum = max(formula, cents_of(tables.press.minimum_price))
    held = _held_to_the_rise(spec, tables, run, cost, minimum)
    lines.append(Line("minimum", "Up to our smallest order", minimum - formula))
    lines.append(Line("new-sheet", "Our share of a press sheet just begun", held - minimum))
    return lines


def _held_to_the_rise(spec: Spec, tables: PriceTables, run: Run, cost: Cost, cents: int) -> int:
    """The price in cents, or what 2 % a piece above the last full sheet allows (see the top of this room)."""
    count = cost.full_sheets
    if cost.sheets * tables.press.neighbor_rise > SURELY or count < product_of(spec, tables).min_quantity:
        return cents
    rise = 1 + tables.press.neighbor_rise
    before = _formula_cents(spec, tables, run(count))
    while count < spec.quantity:
        count += 1
        here = cents if count == spec.quantity else _formula_cents(spec, tables, run(count))
        allowed = int(before * rise * count / (count - 1))
        if here <= allowed:
            return cents
        before = allowed
    return before


def _formula_cents(spec: Spec, tables: PriceTables, cost: Cost) -> int:
    plain = sum((amount for _, _, amount in cost.amounts), Decimal(0))
    turned = plain * tables.turnarounds[spec.choice("turnaround")].multiplier
    return max(cents_of(turned), cents_of(tables.press.minimum_price))


def _fees(spec: Spec, tables: PriceTables) -> list[Line]:
    """What stands outside the print price: extra sets, a printed proof."""
    lines = [Line("sets", _sets_label(spec.sets), cents_of(_extra_sets(spec.sets - 1, tables.press)))]
    lines += [
        Line(step.part, step.label, cents_of(step.finish.setup * step.times))
        for step in steps(spec, tables, group="fee")
    ]
    return lines


def _sets_label(sets: int) -> str:
    return f"{sets - 1} more set" if sets == 2 else f"{sets - 1} more sets"


def _extra_sets(extra: int, press: Press) -> Decimal:
    """The fee of that many sets beyond the first; the price of each depends on its place in the row."""
    fees = (max(step for step in press.extra_set if step[0] <= place)[1] for place in range(1, extra + 1))
    return sum(fees, Decimal(0))
