"""The staff page of the page counts."""

from collections.abc import Callable

from app.foundation import clock, work
from app.foundation.acts import Act
from app.visits import service
from app.visits.tallies import BROWSERS, PAGES
from tests.pages import Browser


def counted(act: Act, kind: str, **names: int) -> None:
    fact = {"kind": kind, "totals": {clock.now().date().isoformat(): names}}
    work.unit(lambda: service.fold(act, [fact]))


def test_staff_see_totals_and_no_small_number(staff_member: Callable[[str], Browser], act: Act) -> None:
    counted(act, PAGES, **{"/products/{slug}": 12, "/help": 4})
    counted(act, BROWSERS, Firefox=16)
    page = staff_member("administrator").get("/staff/visits")
    assert page.h1 == "Visits"
    rows = [" ".join(cell.text_content() for cell in row) for row in page["tbody tr"]]
    assert rows == ["/products/{slug} 12", "/help <5", "None yet.", "Firefox 16"]


def test_the_page_is_in_the_menu_of_those_who_may_see_it(staff_member: Callable[[str], Browser]) -> None:
    assert staff_member("administrator").get("/staff/visits")['nav a[href="/staff/visits"]']


def test_a_customer_may_not_see_it(customer: Browser) -> None:
    assert customer.get("/staff/visits").status == 403
