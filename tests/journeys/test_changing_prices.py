"""Staff raise the cost of a paper: what moves is seen before, the clock passes, and nothing that was placed changes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.baskets import service as baskets
from app.catalogue import service as catalogue
from app.foundation import clock, page_cache, versions
from app.foundation.acts import Act, Actor
from app.orders.views import order_for_staff
from tests import ordering
from tests.pages import Browser
from tests.people import SignedIn

PAPERS = "/staff/catalogue/sections/papers"
PRODUCT = "/products/business-cards?quantity=500"


@pytest.fixture
def move_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be another time, for pages and for jobs."""

    def move(to: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: to)

    return move


def price(browser: Browser) -> str:
    """What 500 cards cost on their page."""
    return str(browser.get(PRODUCT)["output"][0].text_content())


def test_a_dearer_paper_from_the_first_look_to_the_way_back(
    app: Flask,
    act: Act,
    visitor: Browser,
    customer: SignedIn,
    staff_member: Callable[[str], SignedIn],
    move_clock: Callable[[datetime], None],
) -> None:
    ordering.open_shop()
    clerk = staff_member("administrator")
    before = price(visitor)
    number = ordering.paid(act, customer.account_id)
    paid_for = order_for_staff(number).total_cents
    _put_in_basket(act, customer)
    held = customer.get("/basket").main

    clerk.get("/staff/catalogue").form("/draft", "Start a change").submit()
    clerk.get(PAPERS).form(PAPERS).submit(**{"papers-0-cost": "0.24"})
    preview = clerk.get("/staff/catalogue/preview")
    assert len(preview["#moves tbody tr"]) == 12
    assert "0 open quotes and 1 job in baskets" in preview.main
    assert len(preview['#moves tr[aria-current="true"]']) == 3

    begins = clock.now() + timedelta(days=3)
    at = f"{clock.central(begins):%Y-%m-%dT%H:%M}"
    form = preview.form("/preview", "Publish")
    published = form.submit(starts="later", at=at, reason="The mill raised its price.", **_sure(form))
    assert published.status == 303, published.errors()
    assert price(visitor) == before

    move_clock(begins)
    assert price(visitor) != before
    assert order_for_staff(number).total_cents == paid_for
    assert _money(customer.get("/basket").main) == _money(held)

    clerk.get("/staff/catalogue/versions/1").form("/return").submit()
    form = clerk.get("/staff/catalogue/preview").form("/preview", "Publish")
    assert form.submit(reason="The mill lowered it again.", **_sure(form)).status == 303
    versions.forget()
    page_cache.clear()
    assert price(visitor) == before
    assert order_for_staff(number).total_cents == paid_for


def _sure(form: object) -> dict[str, str]:
    return {"sure": "y"} if "sure" in form.names() else {}  # type: ignore[attr-defined]  # a form of a page


def _put_in_basket(act: Act, customer: SignedIn) -> None:
    spec = catalogue.spec_from({"product": "business-cards", "quantity": "500"}).spec
    assert spec is not None
    own = Act(Actor("customer", str(customer.account_id)), act.at, 1)
    ordering.done(lambda: baskets.add(own, customer.account_id, spec))


def _money(words: str) -> list[str]:
    return [word for word in words.split() if word.startswith("$")]
