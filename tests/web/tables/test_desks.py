"""The table editor as staff see it: a change is begun, typed, looked at, published, withdrawn and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock
from tests import ordering
from tests.pages import Browser, Page
from tests.people import SignedIn

PAPERS = "/staff/catalogue/sections/papers"


@pytest.fixture(autouse=True)
def opened(app: Flask) -> None:
    """The tables are loaded."""
    ordering.open_shop()


@pytest.fixture
def editor(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    """Somebody who may change every table."""
    return staff_member("administrator")


def begun(editor: Browser, desk: str = "catalogue") -> Page:
    """The page of a table whose change was just begun."""
    return editor.get(f"/staff/{desk}").form("/draft", "Start a change").submit().follow()


def dearer(editor: Browser, cost: str = "0.20") -> Page:
    """The preview of a change that makes the first paper dearer."""
    begun(editor)
    answer = editor.get(PAPERS).form(PAPERS).submit(**{"papers-0-cost": cost})
    assert answer.status == 303, answer.main
    return editor.get("/staff/catalogue/preview")


def test_what_is_in_force_is_read_without_a_change(editor: SignedIn) -> None:
    page = editor.get(PAPERS)
    assert "0.170" in page.main
    assert not page["main form"]
    assert page.open("Products and prices")["main .section-list a"]


@pytest.mark.parametrize("desk", ["delivery", "taxes"])
def test_every_section_can_be_saved_as_it_stands(editor: SignedIn, desk: str) -> None:
    for link in begun(editor, desk)["main .section-list a"]:
        href = str(link.get("href"))
        answer = editor.get(href).form(href).submit()
        assert answer.status == 303, f"{href}: {answer.main}"
    assert "Nothing differs" in editor.get(f"/staff/{desk}/preview").main


@pytest.mark.parametrize(
    "section",
    ["products", "product-business-cards", "part-coating-front", "inks", "finishing", "press", "rules", "holidays"],
)
def test_the_sections_of_the_catalogue_are_drawn_and_saved(editor: SignedIn, section: str) -> None:
    begun(editor)
    href = f"/staff/catalogue/sections/{section}"
    assert editor.get(href).form(href).submit().status == 303
    assert "Nothing differs" in editor.get("/staff/catalogue/preview").main


def test_a_dearer_paper_shows_what_moves_and_is_published(editor: SignedIn, visitor: Browser) -> None:
    preview = dearer(editor)
    assert "This change moves 3 of these 12 example prices so" in preview.main
    assert "CM130C Cost 0.170 0.20" in preview.main
    before = visitor.get("/products/business-cards?quantity=500")["output"][0].text_content()
    answer = preview.form("/preview", "Publish").submit(reason="The mill raised its price.")
    assert answer.status == 303, answer.main
    page = answer.follow()
    assert "Version 2 is in force" in page.main
    assert "The mill raised its price." in page.main
    assert visitor.get("/products/business-cards?quantity=500")["output"][0].text_content() != before


def test_a_wrong_number_stands_beside_its_cell_and_nothing_is_lost(editor: SignedIn) -> None:
    begun(editor)
    typed = {"papers-0-cost": "a lot", "papers-1-cost": "-1", "papers-2-name": "Renamed"}
    answer = editor.get(PAPERS).form(PAPERS).submit(**typed)
    assert answer.status == 422
    assert set(answer.errors()) == {"papers-0-cost", "papers-1-cost"}
    assert "CM130C: Cost is a number like 0.25." in answer.errors()["papers-0-cost"]
    assert answer.form(PAPERS).values()["papers-2-name"] == "Renamed"
    assert answer.form(PAPERS).values()["papers-0-cost"] == "a lot"


def test_a_new_row_needs_its_code_and_its_numbers(editor: SignedIn) -> None:
    begun(editor)
    answer = editor.get(PAPERS).form(PAPERS).submit(**{"papers-new0-name": "Felt"})
    assert {"papers-new0-code", "papers-new0-cost"} <= set(answer.errors())


def test_rows_that_do_not_fit_together_say_so(editor: SignedIn) -> None:
    begun(editor)
    answer = editor.get(PAPERS).form(PAPERS).submit(**{"papers-0-remove": "y"})
    assert answer.status == 422
    assert "CM130C" in answer["#error-summary"][0].text_content()


def test_a_stale_page_shows_both_values(editor: SignedIn) -> None:
    begun(editor)
    old = editor.get(PAPERS).form(PAPERS)
    editor.get(PAPERS).form(PAPERS).submit(**{"papers-0-cost": "0.19"})
    answer = old.submit(**{"papers-0-cost": "0.21"})
    assert answer.status == 422
    told = [[part.text_content() for part in row] for row in answer["main section .summary div"]]
    assert told == [["CM130C: Cost", "0.19"]]
    assert answer.form(PAPERS).values()["papers-0-cost"] == "0.21"
    assert answer.form(PAPERS).submit().status == 303


def test_typing_into_rows_that_moved_lands_in_no_other_row(editor: SignedIn) -> None:
    begun(editor, "delivery")
    zones = "/staff/delivery/sections/zones"
    old = editor.get(zones).form(zones)
    editor.get(zones).form(zones).submit(**{"zones-0-remove": "y"})
    answer = old.submit(**{"zones-3-factor": "1.77"})
    assert answer.status == 422
    told = [[part.text_content() for part in row] for row in answer["main .summary div"]]
    assert ["Factor, row 4", "1.77"] in told
    assert answer.form(zones).values()["zones-3-factor"] != "1.77"


def test_a_large_move_asks_for_a_second_look(editor: SignedIn) -> None:
    preview = dearer(editor, "0.90")
    answer = preview.form("/preview", "Publish").submit(reason="A try.")
    assert answer.status == 422
    assert "Please confirm" in answer.main
    assert answer.form("/preview").submit(reason="It is so.", sure="y").status == 303


def test_a_reason_and_a_time_ahead_are_needed(editor: SignedIn) -> None:
    form = dearer(editor).form("/preview", "Publish")
    assert "reason" in form.submit().errors()
    assert "at" in form.submit(reason="x", starts="later").errors()
    assert "at" in form.submit(reason="x", starts="later", at="2001-01-01T09:00").errors()


def test_a_scheduled_version_is_listed_and_withdrawn(editor: SignedIn) -> None:
    later = clock.central(clock.now() + timedelta(days=2))
    sent = dearer(editor).form("/preview", "Publish").submit(starts="later", at=f"{later:%Y-%m-%dT%H:%M}", reason="x")
    assert sent.status == 303, sent.errors()
    page = sent.follow().open("Version 2")
    assert "scheduled" in page.main
    assert "reason" in page.form("/withdrawal").submit().errors()
    page = page.form("/withdrawal").submit(reason="Too early.").follow()
    assert "withdrawn" in page.main
    assert "Too early." in page.main
    assert "Version 1 is in force" in page.main


def test_an_older_version_comes_back_with_the_same_preview(editor: SignedIn) -> None:
    dearer(editor).form("/preview", "Publish").submit(reason="The mill raised its price.")
    page = editor.get("/staff/catalogue/versions/1").form("/return").submit().follow()
    assert "moves 3 of these 12" in page.main
    assert page.form("/preview", "Publish").submit(reason="It did not.").status == 303
    assert "Version 3 is in force" in editor.get("/staff/catalogue").main
    assert "CM130C" in editor.get("/staff/catalogue/versions/3").main


def test_an_accountant_checks_the_taxes(editor: SignedIn) -> None:
    page = editor.get("/staff/taxes")
    assert "An accountant checks these before use" in page.main
    assert set(page.form("/checks").submit(on="soon").errors()) == {"by", "on"}
    page = page.form("/checks").submit(by="Ava Countwell", on="2026-11-20").follow()
    assert "Version 1 was checked by Ava Countwell" in page.main


def test_who_may_only_read_changes_nothing(staff_member: Callable[[str], SignedIn], customer: SignedIn) -> None:
    reader = staff_member("production")
    page = reader.get("/staff/catalogue")
    assert "Start a change" not in page.main
    assert reader.get(PAPERS).status == 200
    assert reader.post("/staff/catalogue/draft").status == 403
    assert customer.get("/staff/catalogue").status == 403


@pytest.mark.parametrize("path", ["sections/nowhere", "versions/99", "preview"])
def test_what_is_not_there_is_not_found(editor: SignedIn, path: str) -> None:
    assert editor.get(f"/staff/catalogue/{path}").status == 404
