"""Somebody who never registered asks for everything, on the web and by letter; a stranger learns nothing."""

from collections.abc import Callable
from typing import Any

from app.config import Settings
from app.foundation import jobs
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.requests import answered, ask, letter_of, mailed_codes, number_of, proven, type_code, values

CASEY = "casey@example.com"
MESSAGE, DOUBT = "My proof is ultramarine.", "I found a log line that is two years old."


def wrote(visitor: Browser) -> tuple[str, str]:
    """A message by the form; gives its number and code."""
    words = {"topic": "file", "message": MESSAGE, "name": "Casey Calder", "email": CASEY}
    page = visitor.get("/contact/message").form("/contact/message").submit(**words).follow()
    number, code = (str(item.text_content()) for item in page[".sheet dd"][:2])
    return number, code


def doubted(visitor: Browser) -> None:
    """A doubt about a clause of the policy."""
    page = visitor.get("/privacy-policy/concerns/new?clause=log-retention")
    assert page.form("/concerns/new").submit(message=DOUBT, email=CASEY).status == 303


def holds_both(page: Page, found: dict[str, Any]) -> None:
    """Both are there, each with where it came from, since when, what for and how to correct it."""
    texts = next(group for group in found["sources"] if group["name"] == "case_message")
    items = [item for entry in texts["entries"] for item in entry["items"] if item["value"]]
    for words in (MESSAGE, DOUBT):
        (item,) = [item for item in items if words in str(item["value"])]
        assert item["from"], words
        assert item["used_for"], words
        assert item["kept"], words
        assert item["what_you_can_do"], words
        assert words in page.main


def test_on_the_web(visitor: Browser, settings: Settings) -> None:
    wrote(visitor)
    doubted(visitor)
    asker = Browser(visitor.app)
    number = proven(asker, settings, CASEY)
    page, found = answered(asker, number)
    holds_both(page, found)
    jobs.run_now("send-mail")
    for file in (settings.instance / "mail/new").iterdir():
        sent = file.read_text()
        assert "ultramarine" not in sent
        assert "log line" not in sent


def test_by_letter(visitor: Browser, staff_member: Callable[[str], SignedIn]) -> None:
    message, message_code = wrote(visitor)
    doubted(visitor)
    number, code = letter_of(staff_member("privacy-officer"), CASEY)
    reader = Browser(visitor.app)
    assert type_code(reader, number, CASEY, code).status == 303
    page = reader.get(f"/my-information/requests/{number}")
    told = page.form("/facts").submit(message_number=message, message_code=message_code)
    assert told.status == 303
    holds_both(*answered(reader, number))


def test_a_stranger_gets_the_same_first_answer_and_learns_nothing(visitor: Browser, settings: Settings) -> None:
    wrote(visitor)
    shown = {}
    for address in (CASEY, "stranger@example.com"):
        browser = Browser(visitor.app)
        sent = ask(browser, address)
        number = number_of(sent)
        kept = {name: value for name, value in sent.response.headers if name not in {"X-Request-Id", "Set-Cookie"}}
        words = sent.follow().main.replace(str(number), "N")
        mails = len(mailed_codes(settings, number))
        shown[address] = (sent.status, str(kept).replace(str(number), "N"), words, mails)
    assert shown[CASEY] == shown["stranger@example.com"]
    stranger = Browser(visitor.app)
    _, found = answered(stranger, proven(stranger, settings, "stranger@example.com"))
    for words in ("ultramarine", "Calder", CASEY):
        assert words not in values(found)


def test_the_person_follows_the_request_by_its_number_and_code(visitor: Browser, settings: Settings) -> None:
    number = proven(visitor, settings, CASEY)
    code = str(visitor.get(f"/my-information/requests/{number}")[".sheet code"][0].text_content())
    other = Browser(visitor.app)
    page = other.get("/contact/follow").form("/contact/follow").submit(number=str(number), code=code).follow()
    assert "Proven" in page.main
    opened = page.open("Open your request")
    assert opened.h1 == f"Type the code of request {number}", "the code of the case opens its state, not the answer"
