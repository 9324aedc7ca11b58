"""Promotion codes as staff keep them."""

from collections.abc import Callable

import pytest

from app.foundation.acts import Act
from app.promotions import service
from tests.ordering import done
from tests.people import SignedIn, new_account

Staff = Callable[[str], SignedIn]
HERE = "/staff/promotions"


@pytest.fixture
def desk(staff_member: Staff) -> SignedIn:
    return staff_member("marketing")


def make(desk: SignedIn, **given: str) -> str:
    """Make a code by the form; gives the address of its page."""
    form = desk.get(HERE).open("Make a code").form("/new")
    answer = form.submit(**{"code": "spring-26", "label": "Spring offer", "percent": "10"} | given)
    assert answer.status == 303, answer.errors()
    return answer.location


def test_only_those_who_may_see_them(customer: SignedIn, staff_member: Staff) -> None:
    assert customer.get(HERE).status == 403
    assert staff_member("production").get(HERE).status == 403


def test_a_code_is_made_shown_changed_and_ended(desk: SignedIn, act: Act) -> None:
    assert "No code yet" in desk.get(HERE).main
    page = desk.get(make(desk, last_day="2099-12-31", products="postcards", least="25", most_uses="1,000"))
    assert page.h1 == "SPRING26"
    for words in ("10% of the print price", "December 31, 2099", "Postcards", "$25.00", "1,000 times", "Made", "Sam"):
        assert words in page.main, words
    form = page.open("Change the code").form("/edit")
    assert form.values()["last_day"] == "2099-12-31"
    page = form.submit(percent="", off="12.50").follow()
    assert "$12.50" in page.main
    page = page.form("/end").submit().follow()
    assert "ended" in page.main
    assert "Change the code" not in page.main
    assert "SPRING26" in desk.get(HERE).main


def test_mistakes_are_said_beside_the_field_and_nothing_typed_is_lost(desk: SignedIn) -> None:
    form = desk.get(HERE).open("Make a code").form("/new")
    page = form.submit(code="SPRING", label="Spring", percent="10", off="5")
    assert page.status == 422
    assert "either" in page.errors()["percent"]
    assert page.form("/new").values()["label"] == "Spring"
    page = form.submit(code="é", label="", first_day="2026-13-01", percent="101", least="much")
    assert set(page.errors()) == {"code", "label", "first_day", "percent", "least"}
    page = form.submit(code="SPRING", label="Spring", percent="10", first_day="2026-06-02", last_day="2026-06-01")
    assert "before the first" in page.errors()["last_day"]
    make(desk, code="TAKEN")
    assert "of this name" in form.submit(code="taken", label="Spring", percent="10").errors()["code"]


def test_a_stale_save_shows_both_and_loses_neither(desk: SignedIn) -> None:
    here = make(desk)
    first = desk.get(f"{here}/edit").form("/edit")
    assert desk.get(f"{here}/edit").form("/edit").submit(percent="20").status == 303
    page = first.submit(percent="30")
    assert page.status == 422
    assert "What is saved now" in page.main
    assert page.form("/edit").values()["percent"] == "30"
    assert page.form("/edit").submit().status == 303


def test_the_page_counts_uses_by_order_and_names_nobody(desk: SignedIn, act: Act) -> None:
    here, alex = make(desk), new_account("alex.kim", "Alex Kim")
    off = service.discount("SPRING26", 5000, {"business-cards"}, alex, act.at)
    done(lambda: service.redeem(act, off, alex, "order:10001"))
    page = desk.get(here)
    assert "Order 10001" in page.main
    assert "$5.00" in page.main
    assert "Alex" not in page.main


@pytest.mark.parametrize("path", ["/9", "/999999999", "/99999999999999999999", "/9/edit"])
def test_a_code_that_is_not_there_is_not_found(desk: SignedIn, path: str) -> None:
    assert desk.get(HERE + path).status == 404
    assert desk.get(f"{HERE}?before=99999999999999").status == 200
