"""Sales tax by address, to the cent."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audit.models import AuditEntry
from app.foundation import clock, rules
from app.foundation.database import db
from app.foundation.versions import NotLoaded
from app.tax import service
from app.tax.rates import TaxTablesError, body_from_file, tables_from_text, tax

TABLES = tables_from_text(body_from_file(), 1)


@pytest.mark.parametrize(
    ("zip_code", "rate"),
    [("55317", "0.08375"), ("55401", "0.09025"), ("55401-1234", "0.09025"), ("56649", "0.06875"), ("", "0.06875")],
)
def test_a_local_rate_comes_on_top_of_the_state_rate(zip_code, rate):
    assert tax(TABLES, 10000, 0, "MN", zip_code).rate == Decimal(rate)


def test_shipping_is_taxed_with_taxable_goods_and_rounded_once():
    line = tax(TABLES, 5114, 1036, "MN", "56649")
    assert line.cents == 423
    assert line.label == "Minnesota sales tax (6.875%)"


def test_half_a_cent_is_rounded_up():
    assert tax(TABLES, 8, 0, "MN", "56649").cents == 1
    assert tax(TABLES, 800, 0, "MN", "56649").cents == 55
    assert tax(TABLES, 40, 0, "mn ", "56649").cents == 3


def test_a_state_without_nexus_is_not_taxed():
    line = tax(TABLES, 100000, 1000, "CA", "94105", with_fee=True)
    assert (line.total_cents, line.label) == (0, "No sales tax collected")


@pytest.mark.parametrize(
    ("goods", "shipping", "delivered", "on", "fee"),
    [
        (9000, 1000, True, True, 50),
        (9000, 999, True, True, 0),
        (20000, 0, False, True, 0),
        (20000, 1000, True, False, 0),
    ],
)
def test_the_delivery_fee_is_due_once_from_a_hundred_dollars_when_it_is_switched_on(
    goods, shipping, delivered, on, fee
):
    line = tax(TABLES, goods, shipping, "MN", "55317", delivered=delivered, with_fee=on)
    assert line.fee_cents == fee
    assert line.fee_label == ("Road Improvement and Food Delivery Fee" if fee else "")
    assert line.total_cents == line.cents + fee


@given(st.integers(0, 10**7), st.integers(0, 10**5), st.from_regex(r"\A5[56][0-9]{3}\Z"))
def test_more_goods_never_lower_the_tax(goods, shipping, zip_code):
    less, more = (tax(TABLES, amount, shipping, "MN", zip_code).cents for amount in (goods, goods + 1))
    assert less <= more <= less + 1


def test_the_tax_of_an_order_is_frozen_with_the_version_of_the_table():
    frozen = tax(replace(TABLES, version=7), 100, 0, "MN", "55317").to_json()
    assert (frozen["tables_version"], frozen["rate"], frozen["cents"]) == (7, "0.08375", 8)


@pytest.mark.parametrize("body", ["{}", "[]", "nonsense", '{"states": {"MN": {"name": "Minnesota"}}}'])
def test_tax_tables_with_a_hole_in_them_are_refused(body):
    with pytest.raises(TaxTablesError):
        tables_from_text(body, 1)


def test_an_order_is_taxed_by_the_version_in_force_when_it_is_placed(app, act):
    dearer = body_from_file().replace('"0.06875"', '"0.10"')
    assert service.load_tables(act, act.at) == 1
    assert service.load_tables(act, act.at + timedelta(days=30), dearer) == 2
    assert service.tax_on(10000, 0, "MN", "56649", act.at).cents == 688
    later = service.tax_on(10000, 0, "MN", "56649", act.at + timedelta(days=31))
    assert (later.cents, later.tables_version) == (1000, 2)


def test_loading_the_same_tables_again_changes_nothing(app, act):
    service.load_tables(act, act.at)
    assert service.load_tables(act, act.at) is None
    entries = db.session.query(AuditEntry).filter_by(kind="tax_table.loaded").all()
    assert [entry.subject_ref for entry in entries] == ["tax_table:1"]


def test_before_the_first_version_there_is_no_tax_to_tell(app, act):
    service.load_tables(act, act.at)
    with pytest.raises(NotLoaded):
        service.tax_on(100, 0, "MN", "55317", act.at - timedelta(seconds=1))


def test_the_delivery_fee_follows_its_house_rule(app, act):
    service.load_tables(act, act.at)
    rules.set_value(act, "tax.delivery-fee", True, act.at + timedelta(days=1), "sales passed the limit")
    assert service.tax_on(20000, 0, "MN", "55317", clock.now()).fee_cents == 0
    assert service.tax_on(20000, 0, "MN", "55317", act.at + timedelta(days=2)).fee_cents == 50
