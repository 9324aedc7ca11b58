"""The floor that every page stands on."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.accounts.service import sign_in
from app.foundation.database import db
from app.foundation.rules import HouseRule
from tests.pages import Browser, spaced
from tests.people import SignedIn


def test_a_page_that_does_not_exist_says_so_kindly(visitor: Browser) -> None:
    page = visitor.get("/no-such-page")
    assert page.status == 404
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_plain_request_is_sent_to_https(visitor: Browser) -> None:
    answer = visitor.client.get("/products", base_url="http://localhost:8443")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://localhost:8443/products"


@pytest.mark.usefixtures("app")
def test_the_database_starts_empty() -> None:
    assert db.session.scalar(text("select count(*) from audit_entry")) == 0


def test_a_form_whose_writing_breaks_is_answered_with_the_error_page(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        db.session.add(HouseRule(name=None))
        db.session.flush()

    form = visitor.get("/sign-in").form("/sign-in")
    monkeypatch.setattr(sign_in, "by_password", breaks)
    answer = form.submit(user_id="alex", password="a kite over the old mill")
    assert answer.status == 500
    assert "Something broke on our side" in answer.h1
    assert answer["footer"], "the whole page, not only the last resort"


def test_the_staff_menu_marks_one_place_only(staff_member: Callable[[str], SignedIn]) -> None:
    desk = staff_member("administrator")
    for path, place in (("/staff/policy", "Policy"), ("/staff/policy/documents", "Policy"), ("/staff", "Today")):
        assert [spaced(link) for link in desk.get(path)["header nav a[aria-current]"]] == [place]
    assert [spaced(link) for link in desk.get("/staff/policy/evidence")["header nav a[aria-current]"]] == ["Evidence"]
