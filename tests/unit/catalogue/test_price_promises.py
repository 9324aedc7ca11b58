"""What must hold for every price (print.md section 7), tried on random specifications of every product."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.pricing import price
from app.catalogue.reading import query_of, read
from app.catalogue.spec import Spec
from app.catalogue.tables import CUSTOM

TABLES = tables_from_text(body_from_files(), 1)
FASTER = {"standard": ("two-day", "one-day"), "two-day": ("one-day",), "one-day": ()}


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A random valid specification of a random product."""
    product = draw(st.sampled_from(list(TABLES.products.values())))
    typed = {part: draw(st.sampled_from(choices)) for part, choices in product.parts.items()}
    typed["size"] = draw(st.sampled_from([*(size.code for size in product.sizes), CUSTOM]))
    if typed["size"] == CUSTOM and product.custom is not None:
        limits = product.custom
        sides = [
            draw(st.decimals(low, high, places=3))
            for low, high in ((limits.short_min, limits.short_max), (limits.long_min, limits.long_max))
        ]
        typed["width"], typed["height"] = (str(side) for side in draw(st.permutations(sides)))
    typed["quantity"] = str(draw(st.integers(product.min_quantity, product.max_quantity)))
    typed["sets"] = str(draw(st.integers(1, product.max_sets)))
    result = read({"product": product.slug, **typed}, TABLES)
    for part in result.errors:
        if part in product.parts:
            typed[part] = product.parts[part][0]
    result = read({"product": product.slug, **typed}, TABLES)
    assume(result.spec is not None)
    assert result.spec is not None
    return result.spec


def total(spec: Spec, **changes: int) -> int:
    return price(replace(spec, **changes), TABLES).total_cents


@settings(max_examples=400)
@given(specs())
def test_the_lines_of_a_price_add_up_to_its_total(spec):
    breakdown = price(spec, TABLES)
    assert sum(line.cents for line in breakdown.lines) == breakdown.total_cents
    assert breakdown.total_cents >= 2000
    assert all(line.cents > 0 for line in breakdown.lines if line.code != "new-sheet")


@settings(max_examples=400)
@given(specs(), st.integers(1, 300))
def test_more_never_costs_less(spec, more):
    limit = TABLES.products[spec.product].max_quantity
    assert total(spec) <= total(spec, quantity=min(spec.quantity + more, limit))


@settings(max_examples=200)
@given(specs())
def test_a_piece_never_costs_more_at_the_next_listed_quantity(spec):
    product = TABLES.products[spec.product]
    listed = [count for count in TABLES.press.breaks if spec.sets <= count <= product.max_quantity]
    totals = [total(spec, quantity=count) for count in listed]
    for place in range(1, len(listed)):
        assert totals[place] * listed[place - 1] <= totals[place - 1] * listed[place]


@settings(max_examples=400)
@given(specs(), st.integers(25, 1200))
def test_one_piece_more_lifts_the_price_of_a_piece_by_at_most_two_percent(spec, quantity):
    assume(quantity >= spec.sets)
    here, there = total(spec, quantity=quantity), total(spec, quantity=quantity + 1)
    assert there * quantity * 100 <= here * (quantity + 1) * 102


@settings(max_examples=400)
@given(specs())
def test_a_finish_never_lowers_the_total(spec):
    firsts = {part: choices[0] for part, choices in TABLES.products[spec.product].parts.items()}
    finished = dict(spec.choices)
    for part, choice in spec.choices:
        if TABLES.parts[part].kind != "finish" or choice == firsts[part]:
            continue
        without = tuple((finished | {part: firsts[part]}).items())
        assert total(replace(spec, choices=without)) <= total(spec)


@settings(max_examples=400)
@given(specs())
def test_a_faster_turnaround_never_lowers_the_total(spec):
    for faster in FASTER[spec.choice("turnaround")]:
        quick = tuple((dict(spec.choices) | {"turnaround": faster}).items())
        assert total(spec) <= total(replace(spec, choices=quick))


@settings(max_examples=200)
@given(specs())
def test_a_specification_reads_back_from_its_own_query_and_from_json(spec):
    assert read(query_of(spec), TABLES).spec == spec
    assert Spec.from_json(spec.to_json()) == spec
