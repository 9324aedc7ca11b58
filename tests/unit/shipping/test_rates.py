"""What shipping costs and how long it takes."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.loading import body_from_files
from app.catalogue.loading import tables_from_text as price_tables
from app.foundation.versions import NotLoaded
from app.shipping import service
from app.shipping.rates import (
    Rate,
    ShippingTablesError,
    body_from_file,
    boxes,
    is_po_box,
    quotes,
    tables_from_text,
    zone_of,
)

TABLES = tables_from_text(body_from_file(), 1)
POUND = Decimal(1)


def by_method(zip_code: str, weight: Decimal = POUND, **rest: bool) -> dict[str, Rate]:
    return {rate.method: rate for rate in quotes(TABLES, zip_code, weight, **rest)}


def test_ground_at_home_costs_the_base_and_the_pounds():
    assert by_method("55317", Decimal(10))["ground"] == Rate("ground", "Ground", 1370, 1)


def test_far_away_the_pounds_cost_more_and_the_faster_methods_multiply_ground():
    rates = by_method("94105", Decimal(10))
    ground = Decimal("9.50") + Decimal("4.20") * Decimal("1.58")
    assert rates["ground"].cents == round(ground * 100)
    assert {method: rate.cents for method, rate in rates.items() if method not in {"pick-up", "ground"}} == {
        "three-day": round(ground * 170),
        "two-day": round(ground * 230),
        "next-day": round(ground * 360),
    }
    assert [rates[method].transit_days for method in ("ground", "three-day", "two-day", "next-day")] == [4, 3, 2, 1]


def test_pick_up_is_always_free():
    for zip_code in ("55317", "99501", "09001", "nowhere", ""):
        assert quotes(TABLES, zip_code, POUND)[0] == Rate("pick-up", "Pick up in Chanhassen", 0, 0)


def test_nobody_is_sold_a_faster_method_that_is_no_faster():
    assert set(by_method("55317")) == {"pick-up", "ground"}
    assert set(by_method("60601")) == {"pick-up", "ground", "next-day"}


@pytest.mark.parametrize("zip_code", ["09001", "96201", "34001", "00000", "5531", "55317x", "ABCDE", "٥٥٣١٧"])
def test_where_we_do_not_ship_only_pick_up_is_left(zip_code):
    assert set(by_method(zip_code)) == {"pick-up"}


def test_a_zip_code_may_carry_its_four_extra_digits():
    assert by_method("55317-1234") == by_method("55317") == by_method(" 553171234 ")


@pytest.mark.parametrize(
    "line", ["PO Box 12", "POBox 12", "P.O. Box 7", "p o box 1", "Post Office Box 9", "Attn: Jo, P. O. BOX 3"]
)
def test_a_post_office_box_is_known_by_its_words(line):
    assert is_po_box("Jo Example", line)


@pytest.mark.parametrize("line", ["950 Lake Drive", "12 Boxwood Lane", "The Post, Box Hill"])
def test_a_street_is_no_post_office_box(line):
    assert not is_po_box(line)


def test_ground_freight_does_not_go_to_a_post_office_box():
    assert set(by_method("55317", po_box=True)) == {"pick-up", "three-day", "two-day", "next-day"}


def test_every_zip_code_of_the_fifty_states_has_one_zone():
    for start, place in {
        "006": "PR",
        "100": "NY",
        "333": "FL",
        "555": "MN",
        "606": "IL",
        "787": "TX",
        "981": "WA",
    }.items():
        assert zone_of(TABLES, f"{start}01") is not None, place
    spans = sorted(span for zone in TABLES.zones for span in zone.prefixes)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


def test_factors_stay_between_one_and_one_point_six():
    assert (min(zone.factor for zone in TABLES.zones), max(zone.factor for zone in TABLES.zones)) == (
        Decimal("1.00"),
        Decimal("1.60"),
    )


@given(st.integers(0, 999), st.decimals(0, 2000, places=2), st.decimals(0, 500, places=2))
def test_a_heavier_job_never_ships_for_less_and_a_faster_method_never_costs_less(start, weight, more):
    light, heavy = (quotes(TABLES, f"{start:03}01", pounds) for pounds in (weight, weight + more))
    assert [rate.method for rate in light] == [rate.method for rate in heavy]
    assert all(before.cents <= after.cents for before, after in zip(light, heavy, strict=True))
    shipped = light[1:]
    assert all(
        before.cents <= after.cents and before.transit_days > after.transit_days
        for before, after in itertools.pairwise(shipped)
    )


def test_a_heavy_job_fills_several_boxes():
    assert [boxes(TABLES, Decimal(pounds)) for pounds in ("0", "40", "40.01", "120.5")] == [1, 1, 2, 4]


def test_a_job_is_in_hands_after_the_days_on_the_road():
    holidays = price_tables(body_from_files(), 1).holidays
    ground = by_method("94105")["ground"]
    assert service.in_hands(date(2026, 11, 24), ground, holidays) == date(2026, 12, 2)
    assert service.in_hands(date(2026, 11, 24), quotes(TABLES, "", POUND)[0], holidays) == date(2026, 11, 24)


@pytest.mark.parametrize("body", ["{}", "7", "nonsense", '{"base": "9", "per_pound": "x", "box_limit_lb": 1}'])
def test_shipping_tables_with_a_hole_in_them_are_refused(body):
    with pytest.raises(ShippingTablesError):
        tables_from_text(body, 1)


def test_the_rates_in_force_are_those_that_were_loaded(app, act):
    assert service.load_tables(act, act.at) == 1
    assert service.load_tables(act, act.at) is None
    tables = service.current_tables(act.at)
    assert (tables.version, quotes(tables, "55317", POUND)) == (1, quotes(TABLES, "55317", POUND))


def test_older_rates_can_still_be_read_by_their_version(app, act):
    service.load_tables(act, act.at)
    service.load_tables(act, act.at, body_from_file().replace('"9.50"', '"12.00"'))
    assert [service.versions.of(version).base for version in (1, 2)] == [Decimal("9.50"), Decimal("12.00")]
    with pytest.raises(NotLoaded):
        service.versions.of(3)
