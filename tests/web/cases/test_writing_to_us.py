"""The contact form, and following what became of it by number and code."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases import service
from app.cases.service.following import NOT_TOGETHER
from app.config import Settings
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from tests.cases import answered, done, later, mails, opened, posted
from tests.pages import Browser, Page
from tests.people import SignedIn

WORDS = {"topic": "file", "message": "My proof is blue.", "name": "Casey Calder", "email": "casey@example.com"}


def write(browser: Browser, **changes: Any) -> Page:
    return browser.get("/contact/message").form("/contact/message").submit(**WORDS | changes)


def codes_of(page: Page) -> tuple[str, str]:
    """Number and code as the page shows them."""
    values = [str(item.text_content()) for item in page[".sheet dd"]]
    return values[0], values[1]


def follow(browser: Browser, number: str, code: str) -> Page:
    return browser.get("/contact/follow").form("/contact/follow").submit(number=number, code=code)


def test_the_contact_page_names_the_place_the_hours_and_the_form(visitor: Browser) -> None:
    page = visitor.get("/contact")
    for words in ("950 Lake Drive", "Chanhassen, MN 55317", "8:00 a.m. to 5:00 p.m.", "newsletter@smartpress.com"):
        assert words in page.main
    assert page.open("Write to us here").h1 == "Write to us"
    assert page.open("Read our answer").h1 == "Read our answer"
    assert visitor.cookies().keys() == {"__Host-session"}, "the form's own session and nothing else"


def test_a_message_is_kept_and_shown_with_its_number_code_and_clock(visitor: Browser) -> None:
    page = write(visitor).follow()
    assert page.h1 == "Your message 40001"
    assert "My proof is blue." in page.main
    assert "Waits for an answer" in page.main
    assert "Answer by" in page.main
    number, code = codes_of(page)
    assert number == "40001"
    assert len(code) == 14


def test_each_field_says_what_it_is_for(visitor: Browser) -> None:
    page = visitor.get("/contact/message")
    purposes = {str(item.get("id")) for item in page[".purpose"]}
    assert {f"{name}-purpose" for name in ("topic", "message", "name", "email")} <= purposes


def test_what_is_missing_is_named_beside_its_field_and_nothing_typed_is_lost(visitor: Browser) -> None:
    page = write(visitor, topic="", email="casey at example", message="My proof\nis blue.")
    assert page.status == 422
    assert set(page.errors()) == {"topic", "email"}
    assert page.form("/contact/message").values()["message"].strip() == "My proof\nis blue."
    assert page.form("/contact/message").values()["email"] == "casey at example"
    assert db.session.scalar(text("SELECT count(*) FROM case_file")) == 0


def test_only_a_message_needs_no_name(visitor: Browser) -> None:
    assert write(visitor, name="").status == 303


def test_a_card_number_in_a_message_is_not_kept(visitor: Browser) -> None:
    page = write(visitor, message="My card is 4242 4242 4242 4242")
    assert page.status == 422
    assert "4242 4242" not in page.text


def test_the_mail_holds_number_and_code_and_nothing_that_was_typed(
    visitor: Browser, settings: Settings, run_job: Any
) -> None:
    number, code = codes_of(write(visitor).follow())
    run_job("send-mail")
    (mail,) = posted(settings).values()
    assert mail["To"] == "casey@example.com"
    whole = mail.as_bytes().decode()
    assert number in whole
    assert code in whole
    for typed in ("My proof is blue.", "Casey", "Calder"):
        assert typed not in whole


def test_the_mail_about_an_answer_only_says_that_it_waits(
    visitor: Browser, act: Act, settings: Settings, run_job: Any
) -> None:
    write(visitor)
    answered(act, 40001, "The proof shows your own colors.")
    assert mails(40001) == ["cases/received", "cases/news"]
    run_job("send-mail")
    mail = posted(settings)["An answer waits for you (message 40001)"]
    assert "your own colors" not in mail.as_bytes().decode()


def test_questions_and_refusals_are_told_closing_is_not(act: Act) -> None:
    asked = opened(act)
    answered(act, asked.number, "Which?", outcome="waiting")
    answered(act, asked.number, "No.", outcome="refused")
    assert mails(asked.number) == ["cases/received", "cases/news", "cases/news"]


def test_an_address_gets_only_so_many_confirmations_a_day(visitor: Browser, act: Act) -> None:
    numbers = [opened(act).number for _ in range(7)]
    assert [len(mails(number)) for number in numbers] == [1, 1, 1, 1, 1, 0, 0]
    assert len(mails(opened(later(act, days=1, minutes=1)).number)) == 1


def test_number_and_code_open_it_from_another_browser(app: Flask, visitor: Browser, act: Act) -> None:
    number, code = codes_of(write(visitor).follow())
    answered(act, int(number), "We print it again.")
    elsewhere = Browser(app)
    page = follow(elsewhere, f"No. {number}"[4:], code.lower().replace("-", " ")).follow()
    assert "We print it again." in page.main
    assert "Customer service answered" in page.main
    assert elsewhere.cookies().keys() == {"__Host-session"}


def test_wrong_number_and_wrong_code_look_the_same(app: Flask, visitor: Browser, act: Act) -> None:
    _number, code = codes_of(write(visitor).follow())
    other = opened(act)
    elsewhere = Browser(app)
    pages = [follow(elsewhere, *pair) for pair in (("40001", other.code), ("48888", code), ("nonsense", "x"))]
    assert {page.status for page in pages} == {422}
    assert {page.errors()["code"] for page in pages} == {NOT_TOGETHER}


def test_cases_of_others_and_cases_that_are_none_look_the_same(app: Flask, visitor: Browser) -> None:
    write(visitor)
    elsewhere = Browser(app)
    for path in ("/contact/follow/40001", "/contact/follow/48888"):
        page = elsewhere.get(path)
        assert (page.status, page.location) == (303, "/contact/follow")


def test_too_many_wrong_codes_wait_and_say_so(app: Flask, visitor: Browser) -> None:
    for _ in range(5):
        assert "do not belong together" in follow(visitor, "40001", "wrong").main
    page = follow(visitor, "40001", "wrong")
    assert page.status == 422
    assert "Please wait" in page.main


def test_the_person_writes_again_on_the_same_page(visitor: Browser, act: Act) -> None:
    page = write(visitor).follow()
    answered(act, 40001)
    page = visitor.get("/contact/follow/40001")
    assert "Answered" in page.main
    empty = page.form("/contact/follow/40001").submit(message="   ")
    assert "message" in empty.errors()
    again = page.form("/contact/follow/40001").submit(message="Still blue.").follow()
    assert "Still blue." in again.main
    assert "Waits for an answer" in again.main


def test_a_refused_one_shows_the_reason_and_where_else_to_turn(visitor: Browser, act: Act) -> None:
    write(visitor)
    answered(act, 40001, "We cannot change what was printed.", outcome="refused")
    page = visitor.get("/contact/follow/40001")
    assert "We cannot change what was printed." in page.main
    assert "950 Lake Drive" in page.main
    answer = visitor.post("/contact/follow/40001", {"message": "But"})
    assert answer.status in (400, 422)


def test_notes_of_staff_are_not_shown(visitor: Browser, act: Act) -> None:
    write(visitor)
    done(lambda: service.note(act, 40001, "Called the carrier.", "Customer service"))
    assert "Called the carrier" not in visitor.get("/contact/follow/40001").text


def test_a_customers_message_is_their_own_and_opens_without_a_code(
    app: Flask, customer: SignedIn, other_customer: SignedIn
) -> None:
    form = customer.get("/contact/message").form("/contact/message")
    assert (form.values()["name"], form.values()["email"]) == ("Alex Kim", "alex.kim@example.com")
    form.submit(topic="order", message="Where is it?")
    db.session.execute(text("DELETE FROM case_visit"))
    assert "Where is it?" in customer.get("/contact/follow").open("40001").main
    assert other_customer.get("/contact/follow/40001").status == 303
    assert "40001" not in other_customer.get("/contact/follow").main
    assert Browser(app).get("/contact/follow/40001").status == 303


def test_a_customer_may_write_with_another_address(customer: SignedIn, settings: Settings, run_job: Any) -> None:
    write(customer, email="alex.at.work@example.com")
    run_job("send-mail")
    assert posted(settings)["Your message 40001 is with us"]["To"] == "alex.at.work@example.com"


def test_whoever_stopped_such_mail_gets_none_and_still_reads_the_answer(visitor: Browser, act: Act) -> None:
    who = Subject(email_key="casey@example.com")
    done(lambda: permissions.stop(act, who, "requested", "email", "web form", "test"))
    page = write(visitor).follow()
    answered(act, 40001, "Here it stands.")
    assert mails(40001) == []
    assert "Here it stands." in visitor.get(page.path).main


def test_a_stranger_with_a_customers_address_writes_as_a_stranger(visitor: Browser, customer: SignedIn) -> None:
    write(visitor, email="alex.kim@example.com")
    assert db.session.scalar(text("SELECT person_id FROM case_file")) is None
    assert "40001" not in customer.get("/contact/follow").main


def test_many_messages_from_one_network_are_held_back_and_nothing_is_lost(visitor: Browser) -> None:
    for _ in range(10):
        assert write(visitor).status == 303
    page = write(visitor, message="The eleventh.")
    assert page.status == 422
    assert "what you typed is still here" in page.main
    assert page.form("/contact/message").values()["message"].strip() == "The eleventh."
    assert db.session.scalar(text("SELECT count(*) FROM case_file")) == 10


@pytest.mark.parametrize("odd", ["<script>alert(1)</script>", "${7*7}", "'; DROP TABLE case_file", "\u202eevil", "İ"])
def test_hostile_words_are_only_words(visitor: Browser, act: Act, odd: str) -> None:
    page = write(visitor, message=odd, name=odd)
    assert page.status == 303
    shown = page.follow()
    assert odd in shown.main
    assert not shown["main script"]


@pytest.mark.parametrize("field", ["topic", "message", "name", "email"])
@pytest.mark.parametrize("odd", ["\x00", "a" * 20_000, "\ud7ff", "\r\nBcc: x@example.com"])
def test_no_value_breaks_the_form(visitor: Browser, field: str, odd: str) -> None:
    assert write(visitor, **{field: odd}).status in (303, 422)


@pytest.mark.parametrize("number", ["", "\x00", "9" * 40, "-1", "²", "1e5", "４０００１"])
def test_no_number_breaks_following(visitor: Browser, number: str) -> None:
    assert follow(visitor, number, "7K2Q-M4TX-W9HB").status == 422


def test_a_form_whose_token_is_gone_keeps_what_was_typed(visitor: Browser) -> None:
    form = visitor.get("/contact/message").form("/contact/message")
    page = form.submit(**WORDS, csrf_token="wrong")
    assert page.status == 422
    assert page.form("/contact/message").values()["message"].strip() == "My proof is blue."
    assert db.session.scalar(text("SELECT count(*) FROM case_file")) == 0


def test_pages_of_a_case_are_kept_by_nobody_else(visitor: Browser) -> None:
    page = write(visitor).follow()
    assert "no-store" in page.response.headers["Cache-Control"]
    assert page['meta[name="robots"][content="noindex"]']
