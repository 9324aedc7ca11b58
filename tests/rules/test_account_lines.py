"""What the overview and the menu of an account promise is there: every line leads to a page, and none stands twice."""

from collections.abc import Iterable

from flask import Flask
from werkzeug.exceptions import HTTPException

from app.foundation.account_lines import GROUPS, PRINT, AccountLine, AccountLines
from tests.people import SignedIn


def astray(app: Flask, lines: Iterable[AccountLine]) -> set[str]:
    """Lines that lead to no page of the shop."""
    urls, found = app.url_map.bind("localhost", url_scheme="https"), set()
    for line in lines:
        try:
            urls.match(line.href.partition("#")[0], method="GET")
        except HTTPException:
            found.add(line.href)
    return found


def test_every_line_leads_to_a_page(app: Flask) -> None:
    lines = app.extensions["shop.account_lines"]
    assert len(lines) > 15
    assert astray(app, lines) == set()


def test_a_line_that_leads_nowhere_is_noticed(app: Flask) -> None:
    assert astray(app, [AccountLine(PRINT, 1, "Shoes", "In your size", "/account/shoes")]) == {"/account/shoes"}


def test_each_group_has_its_lines_and_no_word_of_the_menu_stands_twice(app: Flask) -> None:
    lines = app.extensions["shop.account_lines"]
    assert {line.group for line in lines} == set(GROUPS)
    words = [line.menu for line in lines if line.menu]
    assert len(words) == len(set(words))
    assert all(line.words or line.own for line in lines), "a line of the overview says what one finds"


def test_the_menu_marks_the_page_and_its_group_stands_open(customer: SignedIn) -> None:
    page = customer.get("/account/profile")
    (here,) = page["nav.side [aria-current]"]
    assert (here.text_content(), here.get("aria-current")) == ("Profile", "page")
    assert [item.cssselect("summary")[0].text_content() for item in page["nav.side details[open]"]] == ["You"]
    deeper = customer.get("/account/addresses/new")
    assert deeper['nav.side [aria-current="true"]'][0].text_content() == "Addresses"
    assert not customer.get("/account")["nav.side details[open]"]


def test_lines_stand_by_group_and_place_whatever_room_brings_them(app: Flask) -> None:
    lines = app.extensions["shop.account_lines"]
    again = AccountLines(app, reversed(lines)).lines
    assert [line.label for line in again] == [line.label for line in lines]
