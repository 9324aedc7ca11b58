"""Requests about oneself as tests make them: asked by the form, codes read from the mail, answers fetched."""

import io
import json
import re
import zipfile
from email import message_from_bytes, policy
from typing import Any

from app.config import Settings
from app.foundation import jobs
from tests.pages import Browser, Page

CODE = re.compile(r"^Code: +(\d{6})\s*$", re.MULTILINE)


def ask(browser: Browser, email: str, wish: str = "information") -> Page:
    """Send the form; the answer is a redirect to the request's page."""
    return browser.get("/my-information/requests/new").form("/requests/new").submit(wish=wish, email=email)


def number_of(page: Page) -> int:
    return int(page.location.rpartition("/")[2])


def mailed_codes(settings: Settings, number: int) -> list[str]:
    """The codes that were mailed for a request, oldest first; sends what waits before."""
    jobs.run_now("send-mail")
    found = []
    for file in sorted((settings.instance / "mail/new").iterdir(), key=lambda path: path.stat().st_mtime_ns):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        if str(mail["Subject"]) == f"Your code for request {number}":
            text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every mail of ours has one
            found += CODE.findall(text)
    return found


def type_code(browser: Browser, number: int, email: str, code: str) -> Page:
    """Type address and code on the request's page."""
    page = browser.get(f"/my-information/requests/{number}")
    return page.form(f"/requests/{number}").submit(email=email, code=code)


def proven(browser: Browser, settings: Settings, email: str, wish: str = "information") -> int:
    """A request whose code was mailed and typed in this browser; gives its number."""
    number = number_of(ask(browser, email, wish))
    answer = type_code(browser, number, email, mailed_codes(settings, number)[-1])
    assert answer.status == 303, answer.text
    return number


def answered(browser: Browser, number: int) -> tuple[Page, dict[str, Any]]:
    """The page of the answer, and what the download says to machines."""
    jobs.run_now("answer-requests")
    page = browser.get(f"/my-information/requests/{number}").open("Read your answer")
    data = browser.get(f"/my-information/requests/{number}/download").response.data
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return page, json.loads(opened.read("what-we-hold/answer.json"))


def values(found: dict[str, Any]) -> str:
    """Every value of an answer for machines, in one text."""
    return json.dumps(found["sources"], ensure_ascii=False)


def letter_of(desk: Browser, email: str = "", wish: str = "information") -> tuple[int, str]:
    """A letter that the desk entered; gives the request's number and the code of our letter."""
    lines = "12 Elm Street\nChaska, MN 55318"
    form = desk.get("/staff/requests/new").form("/staff/requests/new")
    page = form.submit(wish=wish, name="Casey Calder", reach=lines, email=email).follow()
    number = int(page.path.split("/")[3])
    return number, str(page[".code"][0].text_content())
