"""Anybody gets a description of what is held about them: by the site or by a letter, behind a code, never by mail."""

from collections.abc import Callable

import pytest

from tests.pages import Browser
from tests.people import SignedIn
from tests.requests import answered, letter_of, proven, type_code, values

CASEY = "casey@example.com"


def wrote(visitor: Browser) -> tuple[str, str]:
    """A message by the form; gives its number and code."""
    words = {"topic": "file", "message": "My proof is blue.", "name": "Casey Calder", "email": CASEY}
    page = visitor.get("/contact/message").form("/contact/message").submit(**words).follow()
    number, code = (str(item.text_content()) for item in page[".sheet dd"][:2])
    return number, code


@pytest.mark.promise("P67")
def test_somebody_without_an_account_reads_what_is_held_where_it_came_from_and_what_for(visitor: Browser) -> None:
    wrote(visitor)
    asker = Browser(visitor.app)
    page, found = answered(asker, proven(asker, visitor.app.extensions["shop.settings"], CASEY))
    assert "My proof is blue." in page.main
    message = next(group for group in found["sources"] if group["name"] == "case_message")
    (item,) = [item for item in message["entries"][0]["items"] if item["value"] == "My proof is blue."]
    assert item["from"]
    assert item["used_for"]
    assert item["clause"] == "writing-to-us"


@pytest.mark.promise("P68")
def test_a_letter_is_as_good_as_the_site_its_code_goes_by_post(
    visitor: Browser, staff_member: Callable[[str], SignedIn]
) -> None:
    assert "950 Lake Drive" in visitor.get("/my-information").main
    message, message_code = wrote(visitor)
    number, code = letter_of(staff_member("privacy-officer"), email=CASEY)
    reader = Browser(visitor.app)
    assert type_code(reader, number, CASEY, code).status == 303
    page = reader.get(f"/my-information/requests/{number}")
    assert "One step more" in page.main, "a postal address says nothing about whose data may be seen"
    told = page.form("/facts").submit(message_number=message, message_code=message_code)
    assert told.status == 303
    _, found = answered(reader, number)
    assert "My proof is blue." in values(found)
