"""What opens a request and what does not: wrong, late, worn-out, used and foreign codes, scanners, and facts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.cases.views import case_of
from app.config import Settings
from app.foundation import clock, jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from app.rights.service.proving import NOT_THIS
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.requests import answered, ask, mailed_codes, number_of, proven, type_code, values

CASEY = "casey@example.com"
Clock = Callable[..., None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Moves the shop's clock on."""
    real, moved = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(**time: float) -> None:
        moved[0] += timedelta(**time)

    return move


def asked(browser: Browser, settings: Settings, email: str = CASEY) -> tuple[int, str]:
    """A new request with the code that was mailed for it."""
    number = number_of(ask(browser, email))
    return number, mailed_codes(settings, number)[-1]


def closed(browser: Browser, number: int) -> bool:
    """Whether nothing of the request is to be had by that browser."""
    for path in ("", "/answer", "/download"):
        page = browser.get(f"/my-information/requests/{number}{path}")
        if not (page.follow() if page.status == 303 else page).h1.startswith("Type the code"):
            return False
    return True


def refused(page: Page) -> bool:
    return page.status == 422 and NOT_THIS in page.main


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_wrong_code_and_a_wrong_address_are_told_in_the_same_words(visitor: Browser, settings: Settings) -> None:
    number, code = asked(visitor, settings)
    for email, typed in ((CASEY, wrong(code)), ("robin@example.com", code), (CASEY, "")):
        page = type_code(visitor, number, email, typed)
        assert page.status == 422
        assert refused(page) or not typed
    assert closed(visitor, number)
    assert refused(type_code(visitor, 49_999, CASEY, code)), "the same words for a number that is nobody's"


def test_a_code_wears_out_after_five_tries(visitor: Browser, settings: Settings) -> None:
    number, code = asked(visitor, settings)
    for _ in range(5):
        assert refused(type_code(visitor, number, CASEY, wrong(code)))
    assert type_code(visitor, number, CASEY, code).status == 422
    assert closed(visitor, number)


def test_a_code_works_for_half_an_hour(visitor: Browser, settings: Settings, later: Clock) -> None:
    number, code = asked(visitor, settings)
    later(minutes=31)
    assert refused(type_code(visitor, number, CASEY, code))
    assert closed(visitor, number)


def test_a_code_works_once(app: Flask, visitor: Browser, settings: Settings) -> None:
    number, code = asked(visitor, settings)
    assert type_code(visitor, number, CASEY, code).status == 303
    thief = Browser(app)
    assert refused(type_code(thief, number, CASEY, code))
    assert closed(thief, number)


def test_the_code_of_one_request_does_not_open_another(app: Flask, visitor: Browser, settings: Settings) -> None:
    number, _ = asked(visitor, settings)
    other = Browser(app)
    _, foreign = asked(other, settings, "robin@example.com")
    assert refused(type_code(other, number, "robin@example.com", foreign))
    assert refused(type_code(other, number, CASEY, foreign))
    assert closed(other, number)


def test_a_new_code_ends_the_old_one_and_goes_only_to_the_address_of_the_request(
    app: Flask, visitor: Browser, settings: Settings
) -> None:
    number, old = asked(visitor, settings)
    page = visitor.get(f"/my-information/requests/{number}")
    for address in ("robin@example.com", CASEY):
        sent = page.form("/codes").submit(address=address)
        assert sent.status == 303
        assert "If that is the address of this request" in sent.follow().main
    codes = mailed_codes(settings, number)
    assert len(codes) == 2, "one for each that was asked by the right address"
    assert codes[0] == old
    assert refused(type_code(visitor, number, CASEY, old))
    assert type_code(visitor, number, CASEY, codes[1]).status == 303


def test_following_every_link_of_mail_and_pages_opens_nothing_and_writes_nothing(
    app: Flask, visitor: Browser, settings: Settings
) -> None:
    number, code = asked(visitor, settings)
    scanner = Browser(app)
    before = [tuple(row) for row in db.session.execute(text("SELECT * FROM information_request"))]
    for path in ("", "/answer", "/download", f"?code={code}", f"?code={code}&email={CASEY}"):
        for method in (scanner.get, lambda where: scanner._send("HEAD", where)):
            page = method(f"/my-information/requests/{number}{path}")
            assert page.status in {200, 303}
    for path in ("codes", "facts", "sign-in"):
        assert scanner.get(f"/my-information/requests/{number}/{path}").status == 405
    assert [tuple(row) for row in db.session.execute(text("SELECT * FROM information_request"))] == before
    assert closed(scanner, number)
    assert type_code(visitor, number, CASEY, code).status == 303, "the code is still good"


def test_fifty_requests_from_one_network_bring_no_data_and_kind_words(visitor: Browser, settings: Settings) -> None:
    pages = [ask(visitor, f"casey{n}@example.com") for n in range(50)]
    held = [page for page in pages if page.status == 422]
    assert len(held) == 40
    assert "what you typed is still here" in held[0].main
    assert held[0].form("/requests/new").values()["email"] == "casey10@example.com"
    jobs.run_now("send-mail")
    assert len(list((settings.instance / "mail/new").iterdir())) == 10


def test_an_address_gets_only_so_many_codes_a_day_and_the_page_stays_the_same(
    visitor: Browser, settings: Settings
) -> None:
    pages = [ask(visitor, CASEY) for _ in range(7)]
    assert {page.status for page in pages} == {303}
    jobs.run_now("send-mail")
    assert len(list((settings.instance / "mail/new").iterdir())) == 5


def test_an_opened_request_closes_after_an_hour(visitor: Browser, settings: Settings, later: Clock) -> None:
    number = proven(visitor, settings, CASEY)
    answered(visitor, number)
    later(minutes=61)
    assert closed(visitor, number)


def test_a_request_that_nobody_proves_is_forgotten_after_a_day(
    visitor: Browser, settings: Settings, later: Clock
) -> None:
    number, code = asked(visitor, settings)
    later(hours=25)
    jobs.run_now("sweep-requests")
    row = db.session.execute(text("SELECT address_digest, code_kind, lapses_at FROM information_request")).one()
    assert tuple(row) == ("", "", None)
    assert case_of(number).state.code == "lapsed"
    assert refused(type_code(visitor, number, CASEY, code))


def test_an_answer_is_removed_after_seven_days_with_its_file(
    visitor: Browser, settings: Settings, later: Clock
) -> None:
    number = proven(visitor, settings, CASEY)
    answered(visitor, number)
    folder = settings.instance / "files" / "answers"
    assert len(list(folder.iterdir())) == 2
    later(days=7, minutes=1)
    jobs.run_now("sweep-requests")
    assert not folder.exists() or not list(folder.iterdir())
    assert db.session.scalar(text("SELECT count(*) FROM answer_file")) == 0
    assert case_of(number).state.code == "closed"


def test_a_stored_answer_is_unreadable_without_its_key(visitor: Browser, act: Act, settings: Settings) -> None:
    new = NewCase("contact", "file", "web", "My proof is ultramarine.", "", identifiers.email(CASEY))
    work.unit(lambda: cases.open_case(act, new) and None)
    _, found = answered(visitor, proven(visitor, settings, CASEY))
    assert "ultramarine" in values(found)
    for file in (settings.instance / "files" / "answers").iterdir():
        raw = file.read_bytes()
        assert b"ultramarine" not in raw
        assert b"PK\x03\x04" not in raw[:64]


def test_a_mailbox_that_was_silent_for_years_needs_one_fact_more(
    customer: SignedIn, visitor: Browser, settings: Settings
) -> None:
    old = clock.now() - timedelta(days=800)
    db.session.execute(text("UPDATE device SET last_seen_at = :at"), {"at": old.replace(tzinfo=None)})
    db.session.commit()
    number = proven(visitor, settings, "alex.kim@example.com")
    page = visitor.get(f"/my-information/requests/{number}")
    assert "One step more" in page.main
    assert not page["a[href$='/answer']"]
    assert visitor.get(f"/my-information/requests/{number}/answer").location.endswith(str(number))
    page = page.form("/facts").submit(order_number="10001", postal_code="00000")
    assert page.status == 422
    assert "does not agree" in page.main


def test_facts_wear_out_too(customer: SignedIn, visitor: Browser, settings: Settings) -> None:
    old = clock.now() - timedelta(days=800)
    db.session.execute(text("UPDATE device SET last_seen_at = :at"), {"at": old.replace(tzinfo=None)})
    db.session.commit()
    number = proven(visitor, settings, "alex.kim@example.com")
    for _ in range(5):
        visitor.get(f"/my-information/requests/{number}").form("/facts").submit(postal_code="99999")
    page = visitor.get(f"/my-information/requests/{number}").form("/facts").submit(postal_code="55317")
    assert "too many tries" in page.main
