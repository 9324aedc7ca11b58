"""Date first, as a visitor without an account sees it."""

from datetime import UTC, datetime

import pytest

from app.catalogue import service as catalogue
from app.foundation import clock
from app.foundation.database import db
from app.shipping import service as shipping
from tests.pages import Browser, spaced


@pytest.fixture
def shopper(visitor: Browser, act: object, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A visitor of a shop that is set up, on a Tuesday morning in June 2030."""
    catalogue.load_tables(act, act.at)
    shipping.load_tables(act, act.at)
    db.session.commit()
    morning = datetime(2030, 6, 11, 8, 0, tzinfo=clock.CENTRAL).astimezone(UTC)
    monkeypatch.setattr(clock, "now", lambda: morning)
    return visitor


def rows(page) -> list[str]:
    return [spaced(row) for row in page["#plans tbody tr"]]


def test_a_visitor_finds_what_makes_a_day_from_the_product_page(shopper):
    product = shopper.get("/products/business-cards", {"quantity": "500", "corners": "round-1-8"})
    page = product.open("What makes it by a date?")
    assert page.h1 == "Business cards by a date"
    assert "Round, 1/8 in." in page.main
    found = page.form("/dates").submit(by="2030-06-21", zip="553")
    assert found.status == 200
    assert "cheapest" in rows(found)[0]
    assert "9:00 a.m. Central on Wednesday, June 19" in rows(found)[0]
    assert shopper.cookies() == {}


def test_each_row_leads_to_the_order_form_with_its_turnaround(shopper):
    found = shopper.get("/products/flyers/dates", {"by": "2030-06-28", "zip": "972", "quantity": "100"})
    links = [str(link.get("href")) for link in found["#plans a"]]
    assert len(links) == len(rows(found))
    assert all(link.startswith("/orders/new?product=flyers") and "quantity=100" in link for link in links)
    assert {link.rpartition("turnaround=")[2] for link in links} == {"standard", "two-day", "one-day"}


def test_a_day_that_nothing_makes_names_the_earliest(shopper):
    found = shopper.get("/products/flyers/dates", {"by": "2030-06-11", "zip": "972", "turnaround": "standard"})
    assert "cheapest" in rows(found)[0]
    late = shopper.get("/products/business-cards/dates", {"by": "2030-06-11", "zip": "972", "foil_front": "gold"})
    assert not rows(late)
    assert "The earliest day for this job is Thursday, June 13" in late.main


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"by": "", "zip": "553"}, "by", "Please choose the day by which you need it."),
        ({"by": "2030-06-10", "zip": "553"}, "by", "Please choose a day from today on, within five years."),
        ({"by": "9999-01-01", "zip": "553"}, "by", "Please write the day like 2027-01-31."),
        ({"by": "2030-06-20", "zip": "5x"}, "zip", "Please type three digits, like 553."),
        ({"by": "2030-06-20", "zip": ""}, "zip", "Please type the first three digits of the ZIP code it goes to."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_stays(shopper, typed, field, sentence):
    page = shopper.get("/products/postcards/dates", typed)
    assert page.status == 422
    assert page.errors() == {field: sentence}
    assert page[f"#{field}"][0].get("value") == typed[field]


def test_a_whole_zip_code_is_cut_to_three_digits_before_it_is_used(shopper):
    answer = shopper.get("/products/postcards/dates", {"by": "2030-06-20", "zip": "55317-1234", "quantity": "100"})
    assert answer.status == 303
    assert "zip=553" in answer.location
    assert "55317" not in answer.location
    assert "quantity=100" in answer.location


def test_a_job_that_cannot_be_made_is_mended_first(shopper):
    answer = shopper.get("/products/postcards/dates", {"quantity": "3"})
    assert answer.status == 303
    assert answer.location.startswith("/products/postcards?")
    assert shopper.get("/products/tattoos/dates").status == 404


@pytest.mark.parametrize(
    "query", ["by=%00&zip=%FF", "by=2030-06-20&zip=%D9%A3%D9%A3%D9%A3", "by=" + "9" * 3000 + "&zip=555", "zip=000"]
)
def test_no_query_breaks_the_page(shopper, query):
    assert shopper.client.get(f"/products/flyers/dates?{query}", base_url="https://localhost").status_code in {303, 422}
