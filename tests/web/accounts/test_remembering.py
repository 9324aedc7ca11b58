"""Remember me: rotation, parallel requests, lost answers, theft."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts.sign_in_models import Device, RememberToken, WebSession
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.pages import BASE, Browser
from tests.people import PASSWORD, SignedIn, new_account

REMEMBER, SESSION = "__Host-remember", "__Host-session"


@pytest.fixture
def remembered(app: object) -> SignedIn:
    """Alex, who ticked *Remember me*, in a browser that was closed and opened again."""
    browser = SignedIn(app, new_account("alex.kim", "Alex Kim"), "alex.kim")  # type: ignore[arg-type]
    browser.sign_in(remember=True)
    close(browser)
    return browser


def close(browser: Browser) -> None:
    """Closing a browser ends its session cookie."""
    browser.client.delete_cookie(SESSION, domain="localhost", path="/")


def with_token(app: object, token: str) -> Browser:
    """Another browser that holds this remember cookie and nothing else."""
    browser = Browser(app)  # type: ignore[arg-type]
    browser.client.set_cookie(REMEMBER, token, domain="localhost", path="/", secure=True)
    return browser


def later(**delta: float) -> None:
    """Let time pass since the last token was given out."""
    device = db.session.scalars(select(Device)).one()
    assert device.token_given_at is not None
    db.session.execute(update(Device).values(token_given_at=device.token_given_at - timedelta(**delta)))
    db.session.commit()


def test_a_remembered_browser_is_signed_in_again_with_a_new_token(remembered: SignedIn) -> None:
    before = remembered.cookies()[REMEMBER]
    page = remembered.get("/account")
    assert page.status == 200
    assert "Hello Alex" in page.main
    assert remembered.cookies()[REMEMBER] != before


def test_any_page_recognises_a_remembered_browser(remembered: SignedIn) -> None:
    assert "your account" in remembered.get("/products").text


def test_a_remembered_session_is_not_fresh(remembered: SignedIn) -> None:
    page = remembered.get("/account/security/password")
    assert page.location == "/sign-in/again?next=/account/security/password"
    page = page.follow().form("/sign-in/again").submit(password=PASSWORD)
    assert page.follow().h1 == "A new password"


def test_a_new_network_and_a_new_browser_version_do_not_end_a_remembered_sign_in(remembered: SignedIn) -> None:
    remembered.client.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    remembered.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Firefox/141.0"
    assert [remembered.get("/account").status for _ in range(3)] == [200, 200, 200]


def test_without_the_tick_nothing_is_remembered(customer: SignedIn) -> None:
    assert REMEMBER not in customer.cookies()


def test_five_parallel_requests_get_the_same_successor_and_the_same_session(remembered: SignedIn) -> None:
    token = remembered.cookies()[REMEMBER]
    browsers = [with_token(remembered.app, token) for _ in range(5)]
    db.session.close()

    def ask(browser: Browser) -> int:
        with browser.app.app_context():
            return browser.client.get("/account", base_url=BASE, buffered=True).status_code

    with ThreadPoolExecutor(5) as pool:
        statuses = list(pool.map(ask, browsers))
    assert statuses == [200] * 5
    assert len({browser.cookies()[REMEMBER] for browser in browsers}) == 1
    assert len({browser.cookies()[SESSION] for browser in browsers}) == 1
    assert browsers[0].cookies()[REMEMBER] != token


def test_an_answer_that_never_arrived_does_no_harm(remembered: SignedIn) -> None:
    token = remembered.cookies()[REMEMBER]
    with_token(remembered.app, token).get("/account")
    again = with_token(remembered.app, token)
    assert again.get("/account").status == 200
    close(again)
    assert again.get("/account").status == 200


def test_an_old_token_after_two_minutes_ends_the_device_and_mails_the_owner(remembered: SignedIn) -> None:
    stolen = remembered.cookies()[REMEMBER]
    remembered.get("/account")
    later(seconds=121)
    thief = with_token(remembered.app, stolen)
    assert thief.get("/account").status == 303
    assert remembered.get("/account").status == 303
    assert db.session.scalar(select(func.count(WebSession.id)).where(WebSession.account_id.is_not(None))) == 0
    notice = db.session.scalars(select(OutboxMail)).all()[-1]
    assert (notice.template, notice.recipient) == ("accounts/remember_replayed", "alex.kim@example.com")


def test_an_old_token_ends_the_device_at_once_when_its_successor_was_presented(remembered: SignedIn) -> None:
    stolen = remembered.cookies()[REMEMBER]
    remembered.get("/account")
    close(remembered)
    remembered.get("/account")
    assert with_token(remembered.app, stolen).get("/account").status == 303
    assert remembered.get("/account").status == 303


def test_remembering_ends_ninety_days_after_the_last_use(remembered: SignedIn) -> None:
    later(days=91)
    assert remembered.get("/account").status == 303
    assert REMEMBER not in remembered.cookies()


def test_remembering_ends_after_a_year_at_most(remembered: SignedIn) -> None:
    began = db.session.scalars(select(Device.remembered_at)).one()
    assert began is not None
    db.session.execute(update(Device).values(remembered_at=began - timedelta(days=366)))
    assert remembered.get("/account").status == 303


def test_signing_out_ends_the_token(remembered: SignedIn) -> None:
    remembered.get("/account").form("/sign-out").submit()
    token_before = db.session.scalar(select(func.count(RememberToken.token_sha256)))
    assert token_before
    assert remembered.cookies() == {}


def test_a_token_kept_by_a_thief_is_dead_after_sign_out(remembered: SignedIn) -> None:
    page = remembered.get("/account")
    kept = remembered.cookies()[REMEMBER]
    page.form("/sign-out").submit()
    assert with_token(remembered.app, kept).get("/account").status == 303


def test_the_database_holds_no_token(remembered: SignedIn) -> None:
    token = remembered.cookies()[REMEMBER].partition("|")[0]
    stored = db.session.scalars(select(RememberToken.token_sha256)).all()
    assert stored
    assert token not in stored


@pytest.mark.parametrize("cookie", ["x", "x|y", "a" * 43, "|", "é|é", "\x00", "a" * 4000])
def test_a_made_up_token_is_ignored_and_removed(visitor: Browser, cookie: str) -> None:
    browser = with_token(visitor.app, cookie)
    assert browser.get("/account").status == 303


def test_a_form_whose_session_ended_meanwhile_is_shown_again_signed_in(remembered: SignedIn) -> None:
    form = remembered.get("/account/profile").form("/account/profile")
    long_ago = db.session.scalars(select(Device.first_seen_at)).one() - timedelta(days=40)
    db.session.execute(update(WebSession).values(last_seen_at=long_ago))
    page = form.submit(name="Alexandra Kim")
    assert page["#name"][0].get("value") == "Alexandra Kim"
    assert page.status == 422
    page = page.form("/account/profile").submit()
    assert page.status == 303


def test_tokens_of_ended_devices_are_swept(remembered: SignedIn, run_job: Callable[[str], None]) -> None:
    long_ago = db.session.scalars(select(Device)).one().last_seen_at - timedelta(days=100)
    db.session.execute(update(Device).values(last_seen_at=long_ago, ended_at=long_ago))
    db.session.commit()
    run_job("sweep-sign-ins")
    assert db.session.scalar(select(func.count(Device.id))) == 0
