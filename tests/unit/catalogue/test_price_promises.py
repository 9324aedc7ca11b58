"""What must hold for every price (print.md section 7), tried on random specifications of each product."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.pricing import price
from app.catalogue.reading import query_of, read
from app.catalogue.spec import Spec
from tests.thorough import tries
from tests.unit.catalogue.random_specs import PRODUCTS, TABLES, specs

FASTER = {"standard": ("two-day", "one-day"), "two-day": ("one-day",), "one-day": ()}


@pytest.mark.thorough
@pytest.mark.parametrize("slug", PRODUCTS)
@settings(
    max_examples=tries(2000, 25),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_rule_of_prices_holds_for_whatever_is_ordered(slug, data):
    spec = data.draw(specs(slug))
    its_lines_add_up_to_its_total(spec)
    more_never_costs_less(spec, data.draw(st.integers(2, 300)))
    a_piece_never_costs_more_at_the_next_listed_quantity(spec)
    one_more_lifts_the_price_of_a_piece_by_at_most_two_percent(spec, data.draw(st.integers(0, 1200)))
    a_finish_never_lowers_the_total(spec)
    a_faster_turnaround_never_lowers_the_total(spec)
    it_reads_back_from_its_own_query_and_from_json(spec)


def total(spec: Spec, **changes: int) -> int:
    return price(replace(spec, **changes), TABLES).total_cents


def its_lines_add_up_to_its_total(spec: Spec) -> None:
    breakdown = price(spec, TABLES)
    assert sum(line.cents for line in breakdown.lines) == breakdown.total_cents
    assert breakdown.total_cents >= 2000
    assert all(line.cents > 0 for line in breakdown.lines if line.code != "new-sheet")


def more_never_costs_less(spec: Spec, more: int) -> None:
    limit = TABLES.products[spec.product].max_quantity
    assert total(spec) <= total(spec, quantity=min(spec.quantity + 1, limit))
    assert total(spec) <= total(spec, quantity=min(spec.quantity + more, limit))


def a_piece_never_costs_more_at_the_next_listed_quantity(spec: Spec) -> None:
    product = TABLES.products[spec.product]
    least = max(spec.sets, product.min_quantity)
    listed = [count for count in TABLES.press.breaks if least <= count <= product.max_quantity]
    totals = [total(spec, quantity=count) for count in listed]
    for place in range(1, len(listed)):
        assert totals[place] * listed[place - 1] <= totals[place - 1] * listed[place]


def one_more_lifts_the_price_of_a_piece_by_at_most_two_percent(spec: Spec, beyond: int) -> None:
    product = TABLES.products[spec.product]
    quantity = min(max(spec.sets, product.min_quantity) + beyond, product.max_quantity - 1)
    here, there = total(spec, quantity=quantity), total(spec, quantity=quantity + 1)
    assert there * quantity * 100 <= here * (quantity + 1) * 102


def a_finish_never_lowers_the_total(spec: Spec) -> None:
    for part, choice in spec.choices:
        first = TABLES.products[spec.product].parts[part][0]
        if TABLES.parts[part].kind == "finish" and priced(part, choice) and not priced(part, first):
            without = tuple((dict(spec.choices) | {part: first}).items())
            assert total(replace(spec, choices=without)) <= total(spec)


def priced(part: str, code: str) -> bool:
    return TABLES.parts[part].choices[code].finish != ""


def a_faster_turnaround_never_lowers_the_total(spec: Spec) -> None:
    for faster in FASTER[spec.choice("turnaround")]:
        quick = tuple((dict(spec.choices) | {"turnaround": faster}).items())
        assert total(spec) <= total(replace(spec, choices=quick))


def it_reads_back_from_its_own_query_and_from_json(spec: Spec) -> None:
    assert read(query_of(spec), TABLES).spec == spec
    assert Spec.from_json(spec.to_json()) == spec
