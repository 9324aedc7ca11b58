"""The table editor as staff see it: a change is begun, typed, looked at, published, withdrawn and taken back."""

import pytest
from flask import Flask

from tests import ordering
from tests.people import SignedIn


@pytest.fixture
def editor(app: Flask, staff_member: object) -> SignedIn:
    """Somebody who may change every table, in a shop that is open."""
    ordering.open_shop()
    found: SignedIn = staff_member("administrator")  # type: ignore[operator]  # a fixture that makes people
    return found


def test_prices_are_read_without_a_draft(editor: SignedIn) -> None:
    page = editor.get("/staff/catalogue")
    assert page.status == 200
    page = editor.get("/staff/catalogue/sections/papers")
    assert "0.170" in page.main
    for link in editor.get("/staff/catalogue")["main .section-list a"]:
        assert editor.get(str(link.get("href"))).status == 200


@pytest.mark.parametrize("desk", ["catalogue", "delivery", "taxes"])
def test_every_section_can_be_saved_as_it_stands(editor: SignedIn, desk: str) -> None:
    page = editor.get(f"/staff/{desk}").form("/draft", "Start a change").submit().follow()
    for link in page["main .section-list a"]:
        href = str(link.get("href"))
        answer = editor.get(href).form(href).submit()
        assert answer.status == 303, f"{href}: {answer.main}"
    assert "Nothing differs" in editor.get(f"/staff/{desk}/preview").main
