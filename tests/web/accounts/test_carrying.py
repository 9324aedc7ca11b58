"""A form sent after the sign-in ran out: nothing that was typed is lost."""

from datetime import timedelta

from sqlalchemy import delete, select

from app.accounts.models import Account
from app.accounts.sign_in_models import WebSession
from app.foundation.database import db
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn


def sent_signed_out(customer: SignedIn, path: str = "/account/profile", **typed: str) -> Page:
    """The answer to a form that was opened signed in and sent after the session ended."""
    form = customer.get(path).form(path)
    db.session.execute(delete(WebSession))
    return form.submit(**typed)


def test_signing_in_and_one_button_send_what_was_typed(customer: SignedIn) -> None:
    page = sent_signed_out(customer, name='Alexandra <Kim> & "Co"')
    assert page.status == 403
    assert page.h1 == "Sign in"
    page = page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD)
    assert page.h1 == "You are signed in"
    assert db.session.scalar(select(Account.name)) == "Alex Kim"
    page = page.form("/account/profile", "Send it now").submit()
    assert page.location == "/account/profile"
    assert db.session.scalar(select(Account.name)) == 'Alexandra <Kim> & "Co"'


def test_a_wrong_password_in_between_loses_nothing(customer: SignedIn) -> None:
    page = sent_signed_out(customer, name="Alexandra")
    page = page.form("/sign-in").submit(user_id="alex.kim", password="not the password")
    page = page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD)
    page.form("/account/profile", "Send it now").submit()
    assert db.session.scalar(select(Account.name)) == "Alexandra"


def test_passwords_are_never_carried(customer: SignedIn) -> None:
    page = sent_signed_out(customer, "/account/security/password", password="seven owls in the attic")
    assert "seven owls" not in page.response.get_data(as_text=True)


def test_a_stale_sign_in_asks_for_the_password_and_carries_the_form(customer: SignedIn) -> None:
    form = customer.get("/account/billing").form("/account/billing")
    row = db.session.scalars(select(WebSession)).one()
    assert row.fresh_at is not None
    row.fresh_at -= timedelta(minutes=16)
    page = form.submit(company="Kim & Co")
    assert page.h1 == "Your password once more"
    page = page.form("/sign-in/again").submit(password=PASSWORD)
    page = page.form("/account/billing", "Send it now").submit()
    assert page.location == "/account/billing"
    assert page.follow()["#company"][0].get("value") == "Kim & Co"


def test_a_form_from_another_site_is_not_carried(visitor: Browser) -> None:
    for headers in (
        {"Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Referer": "https://evil.test/"},
    ):
        page = visitor.post("/account/profile", {"name": "Mallory"}, headers=headers)
        assert (page.status, page.location) == (303, "/sign-in")


def test_a_forged_target_is_not_offered(visitor: Browser, customer: SignedIn) -> None:
    for target in ("https://evil.test/", "//evil.test", "/no-such-page", "/account", "javascript:alert(1)"):
        form = visitor.get("/sign-in").form("/sign-in").values()
        data = {"csrf_token": form["csrf_token"], "user_id": "alex.kim", "password": PASSWORD}
        page = visitor.post("/sign-in", data | {"carried-to": target, "carried.name": "x"})
        assert (page.status, page.location) == (303, "/account")
        visitor.get("/account").form("/sign-out").submit()


def test_a_very_large_form_is_not_carried(visitor: Browser) -> None:
    assert visitor.post("/account/profile", {"name": "x" * 200_000}).location == "/sign-in"


def test_what_no_page_may_hold_is_left_out_of_what_is_carried(customer: SignedIn) -> None:
    page = sent_signed_out(customer, name="Alex\x00andra")
    assert page.status == 403
    assert [box.get("value") for box in page['[name="carried.name"]']] == ["Alexandra"]
