"""Seeing and changing what an account holds (P39, P40)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, update

from app.accounts.models import Account
from app.accounts.sign_in_models import WebSession
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.people.models import FieldValue
from tests.pages import Browser
from tests.people import PASSWORD, SignedIn, code_for, new_account

NEW_PASSWORD = "seven owls in the attic"


def queries(work: Callable[[], object]) -> int:
    """How many statements the database was asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engines = [db.engines[None], db.engines["reader"]]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
    return len([one for one in asked if not one.startswith(("PRAGMA", "BEGIN"))])


def test_every_value_given_at_registration_can_be_seen_with_where_it_came_from(customer: SignedIn) -> None:
    profile = customer.get("/account/profile")
    assert profile["#name"][0].get("value") == "Alex Kim"
    assert profile.main.count("Where this came from: you typed it") == 4
    assert "alex.kim@example.com" in profile.main
    assert "950 Lake Drive" in customer.get("/account/addresses").main


def test_names_and_telephone_can_be_changed_and_the_old_values_stay_with_their_dates(customer: SignedIn) -> None:
    form = customer.get("/account/profile").form("/account/profile")
    page = form.submit(name="Alexandra Kim", greeting="Ms. Kim", phone="(612) 555-0142").follow()
    assert "saved" in page.main
    assert page["#phone"][0].get("value") == "(612) 555-0142"
    assert "Hello Ms. Kim" in customer.get("/account").main
    rows = db.session.execute(
        select(FieldValue.value, FieldValue.superseded_at.is_(None)).where(FieldValue.field == "name")
    ).all()
    assert sorted(map(tuple, rows)) == [("Alex Kim", False), ("Alexandra Kim", True)]


def test_names_of_any_script_are_kept(customer: SignedIn) -> None:
    customer.get("/account/profile").form("/account/profile").submit(name="田中 さくら", greeting="さくらさん")
    assert "さくらさん" in customer.get("/account").main


def test_two_tabs_that_save_lose_neither_value(customer: SignedIn) -> None:
    first, second = (customer.get("/account/profile").form("/account/profile") for _ in range(2))
    first.submit(name="Alex K.")
    page = second.submit(name="A. Kim")
    assert page.status == 422
    assert "Alex K." in page.main
    assert page["#name"][0].get("value") == "A. Kim"
    assert page.form("/account/profile").submit().status == 303
    assert db.session.scalar(select(Account.name)) == "A. Kim"


def test_an_expired_token_shows_the_form_again_with_everything_typed(customer: SignedIn) -> None:
    form = customer.get("/account/profile").form("/account/profile")
    page = form.submit(name="Alexandra", csrf_token="stale")
    assert page.status == 422
    assert "still here" in page.main
    assert page["#name"][0].get("value") == "Alexandra"
    assert page.form("/account/profile").submit().status == 303


def test_billing_details_start_empty_and_can_be_filled(customer: SignedIn) -> None:
    page = customer.get("/account/billing")
    assert page["#company"][0].get("value") == ""
    page = page.form("/account/billing").submit(company="Kim & Co", tax_id="41-0000000", po_number="PO 7").follow()
    assert (page["#company"][0].get("value"), page["#po_number"][0].get("value")) == ("Kim & Co", "PO 7")
    assert "you typed it" in page.main


def test_two_tabs_of_billing_lose_neither_value(customer: SignedIn) -> None:
    first, second = (customer.get("/account/billing").form("/account/billing") for _ in range(2))
    first.submit(company="First")
    page = second.submit(company="Second")
    assert page.status == 422
    assert "First" in page.main
    assert page.form("/account/billing").submit().status == 303


@pytest.mark.parametrize("path", ["/account/billing", "/account/security/password", "/account/security/email"])
def test_sensitive_pages_ask_for_the_password_again_after_fifteen_minutes(customer: SignedIn, path: str) -> None:
    assert customer.get(path).status == 200
    make_stale()
    page = customer.get(path)
    assert page.location == f"/sign-in/again?next={path}"
    wrong = page.follow().form("/sign-in/again").submit(password="not the password")
    assert wrong.errors()["password"]
    before = customer.cookies()["__Host-session"]
    page = wrong.form("/sign-in/again").submit(password=PASSWORD)
    assert page.location == path
    assert customer.cookies()["__Host-session"] != before


def make_stale() -> None:
    """Let the sign-in be sixteen minutes old."""
    for row in db.session.scalars(select(WebSession)):
        if row.fresh_at is not None:
            row.fresh_at -= timedelta(minutes=16)
    db.session.commit()


def test_a_new_password_signs_out_every_other_device_and_tells_the_owner(customer: SignedIn) -> None:
    other = SignedIn(customer.app, customer.account_id, customer.user_id)
    other.sign_in(remember=True)
    page = customer.get("/account/security/password").form("/account/security/password")
    assert page.submit(current=PASSWORD, password=NEW_PASSWORD).follow().path == "/account/security"
    assert other.get("/account").status == 303
    assert customer.get("/account").status == 200
    assert db.session.scalars(select(OutboxMail.template)).all()[-1] == "accounts/password_changed"
    visitor = Browser(customer.app)
    form = visitor.get("/sign-in").form("/sign-in")
    assert form.submit(user_id="alex.kim", password=PASSWORD).status == 422
    assert form.submit(user_id="alex.kim", password=NEW_PASSWORD).status == 303


@pytest.mark.parametrize("weak", ["short", "alex.kim.alex.kim", "password123456789"])
def test_a_weak_new_password_is_refused(customer: SignedIn, weak: str) -> None:
    form = customer.get("/account/security/password").form("/account/security/password")
    assert form.submit(current=PASSWORD, password=weak).errors()["password"]


def test_a_new_password_takes_the_present_one_however_recent_the_sign_in(customer: SignedIn) -> None:
    form = customer.get("/account/security/password").form("/account/security/password")
    refused = form.submit(current="not the present one", password=NEW_PASSWORD)
    assert "not your present password" in refused.errors()["current"]
    assert form.submit(current="", password=NEW_PASSWORD).errors()["current"]
    for _ in range(3):
        form.submit(current="not the present one", password=NEW_PASSWORD)
    waits = form.submit(current=PASSWORD, password=NEW_PASSWORD)
    assert "too many tries" in waits.main


def test_whoever_forgot_the_password_sets_a_new_one_after_a_mailed_code(customer: SignedIn) -> None:
    customer.get("/account").form("/sign-out").submit()
    page = customer.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    form = customer.get("/account/security/password").form("/account/security/password")
    assert "current" not in form.names()
    assert form.submit(password=NEW_PASSWORD).status == 303


def test_an_email_change_counts_once_the_code_is_typed_and_the_old_address_is_told(customer: SignedIn) -> None:
    page = (
        customer.get("/account/security/email").form("/account/security/email").submit(email="new@example.net").follow()
    )
    assert db.session.scalar(select(Account.email)) == "alex.kim@example.com"
    page = page.form("/account/security/email/code").submit(code=code_for("new@example.net", "email"))
    assert page.location == "/account/security"
    assert "new@example.net, confirmed on" in page.follow().main
    notice = db.session.scalars(select(OutboxMail)).all()[-1]
    assert (notice.template, notice.recipient) == ("accounts/email_changed", "alex.kim@example.com")


def test_an_email_change_does_not_tell_who_has_an_account(customer: SignedIn) -> None:
    new_account("robin", "Robin Vale")
    answers = []
    for email in ("robin@example.com", "nobody@example.com"):
        page = customer.get("/account/security/email").form("/account/security/email").submit(email=email)
        shown = page.follow()
        wrong = shown.form("/account/security/email/code").submit(code="000000")
        answers.append((page.status, page.location, shown.main, wrong.status, wrong.errors()))
    assert answers[0] == answers[1]


def test_the_present_address_is_no_change(customer: SignedIn) -> None:
    page = customer.get("/account/security/email").form("/account/security/email").submit(email="Alex.Kim@example.com")
    assert "already" in page.errors()["email"]


def test_the_account_page_asks_at_most_three_queries_however_many_rows_there_are(customer: SignedIn) -> None:
    customer.get("/account")
    assert queries(lambda: customer.get("/account")) <= 3
    for number in range(40):
        db.session.add(
            FieldValue(person_id=1, field=f"address:{number + 50}", value="x", origin="subject", purpose="",
                       collected_at=db.session.scalar(select(func.max(WebSession.created_at))))
        )  # fmt: skip
    db.session.commit()
    assert queries(lambda: customer.get("/account")) <= 3
    assert queries(lambda: customer.get("/account/profile")) <= 3
    assert queries(lambda: customer.get("/account/addresses")) <= 3


def test_personal_pages_are_never_cached(customer: SignedIn) -> None:
    for path in ("/account", "/account/profile", "/account/addresses", "/account/billing", "/account/security"):
        headers = customer.get(path).response.headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_change_of_the_stored_version_is_seen_by_the_next_save(customer: SignedIn) -> None:
    form = customer.get("/account/profile").form("/account/profile")
    db.session.execute(update(Account).values(version=9, name="Changed elsewhere"))
    page = form.submit(greeting="Alex")
    assert "Changed elsewhere" in page.main
