"""The authenticator app, recovery codes, and signing in with two factors."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts.factor_models import PendingSignIn, RecoveryCode, TotpFactor
from app.accounts.service import create_staff
from app.accounts.sign_in_models import WebSession
from app.audit.models import AuditEntry
from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.factors import HOME, Phone, password_page, set_up_app, with_app
from tests.pages import Browser
from tests.people import PASSWORD, WEAK, SignedIn, code_for, new_account, person


@pytest.fixture
def alex(visitor: Browser, act: Act) -> SignedIn:
    """Alex, who has an authenticator app and is signed out."""
    browser = SignedIn(visitor.app, new_account("alex.kim", "Alex Kim"), "alex.kim")
    browser.phone, browser.codes = with_app(act, browser.account_id)  # type: ignore[attr-defined]  # a test's own notes
    return browser


def notices() -> list[str]:
    return list(db.session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)))


def test_an_app_is_set_up_by_its_first_code_and_ten_recovery_codes_are_shown_once(customer: SignedIn) -> None:
    _, codes = set_up_app(customer)
    assert len(set(codes)) == 10
    page = customer.get(HOME)
    assert "10 of 10" in page.main
    assert not any(code in page.text for code in codes)
    assert "accounts/factor_added" in notices()
    assert "An authenticator app; 10 recovery codes left" in customer.get("/account/security").main


def test_the_qr_code_is_a_picture_that_nobody_else_gets_and_nothing_keeps(
    customer: SignedIn, other_customer: SignedIn
) -> None:
    customer.get(HOME).form("/app/new").submit()
    picture = customer.get(f"{HOME}/app/qr.svg").response
    assert (picture.mimetype, picture.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert picture.data.startswith(b"<?xml")
    assert other_customer.get(f"{HOME}/app/qr.svg").status == 404


def test_a_wrong_first_code_sets_nothing_up(customer: SignedIn) -> None:
    page = customer.get(HOME).form("/app/new").submit().follow()
    again = page.form(f"{HOME}/app").submit(code="abc")
    assert (again.status, "not the code" in again.errors()["code"]) == (422, True)
    assert not db.session.scalar(select(func.count(TotpFactor.confirmed_at)))
    assert password_page(SignedIn(customer.app, 0, "alex.kim")).location == "/account"


def test_the_password_alone_no_longer_signs_in(alex: SignedIn) -> None:
    page = password_page(alex)
    assert page.location == "/sign-in/second"
    assert page.follow().h1 == "Your second factor"
    assert alex.get("/account").location.startswith("/sign-in")
    assert db.session.scalar(select(func.count(WebSession.account_id))) == 0


def test_password_and_code_sign_in_and_lead_to_the_page_that_was_wanted(alex: SignedIn) -> None:
    page = alex.get("/account/profile").follow().form("/sign-in").submit(user_id="alex.kim", password=PASSWORD)
    page = page.follow().form("/sign-in/second").submit(code=alex.phone.code())  # type: ignore[attr-defined]
    assert page.location == "/account/profile"
    assert page.follow().status == 200
    assert db.session.scalar(select(func.count(PendingSignIn.id))) == 0


def second(alex: SignedIn, code: str) -> int:
    """The status of typing a code after the password."""
    return password_page(alex).follow().form("/sign-in/second").submit(code=code).status


def test_a_code_of_the_app_works_once(alex: SignedIn) -> None:
    code = alex.phone.code()  # type: ignore[attr-defined]
    assert second(alex, code) == 303
    assert second(SignedIn(alex.app, alex.account_id, "alex.kim"), code) == 422


def test_an_older_code_than_the_last_one_is_not_taken(alex: SignedIn) -> None:
    phone: Phone = alex.phone  # type: ignore[attr-defined]
    older, newer = phone.code(), phone.code()
    assert second(alex, newer) == 303
    assert second(SignedIn(alex.app, alex.account_id, "alex.kim"), older) == 422


def test_each_recovery_code_signs_in_once_however_it_is_typed_and_the_owner_is_told(alex: SignedIn) -> None:
    for code in alex.codes[:3]:  # type: ignore[attr-defined]
        typed = code.lower().replace("-", " ")
        assert second(SignedIn(alex.app, alex.account_id, "alex.kim"), typed) == 303
        assert second(SignedIn(alex.app, alex.account_id, "alex.kim"), typed) == 422
    assert notices().count("accounts/recovery_code_used") == 3
    assert db.session.scalar(select(func.count(RecoveryCode.used_at))) == 3


def test_wrong_codes_must_wait_whichever_browser_sends_them(alex: SignedIn) -> None:
    statuses = [second(SignedIn(alex.app, 0, "alex.kim"), "000000") for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert second(alex, alex.phone.code()) == 429  # type: ignore[attr-defined]


def test_wrong_codes_are_recorded(alex: SignedIn) -> None:
    second(alex, "000000")
    kinds = db.session.scalars(select(AuditEntry.kind).where(AuditEntry.kind.in_(("sign-in.half", "factor.failed"))))
    assert sorted(kinds) == ["factor.failed", "sign-in.half"]


def test_the_password_waits_ten_minutes_for_the_code(alex: SignedIn) -> None:
    form = password_page(alex).follow().form("/sign-in/second")
    db.session.execute(update(PendingSignIn).values(begun_at=clock.now() - timedelta(minutes=11)))
    page = form.submit(code=alex.phone.code())  # type: ignore[attr-defined]
    assert page.status == 422
    assert "Please begin again" in page.main
    assert alex.get("/sign-in/second").location == "/sign-in"


def test_another_browser_cannot_finish_what_this_one_began(alex: SignedIn) -> None:
    password_page(alex)
    stranger = Browser(alex.app)
    token = stranger.get("/sign-in").form("/sign-in").values()["csrf_token"]
    page = stranger.post("/sign-in/second", {"csrf_token": token, "code": alex.phone.code()})  # type: ignore[attr-defined]
    assert page.status == 422


def test_a_mailed_code_stands_for_the_password_only(alex: SignedIn) -> None:
    page = alex.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    page = page.form("/sign-in/code/typed").submit(code=code_for("alex.kim@example.com", "sign-in"))
    assert page.location == "/sign-in/second"
    assert alex.get("/account").status == 303


def test_remember_me_holds_through_the_second_factor_and_the_device_is_not_asked_again(alex: SignedIn) -> None:
    page = password_page(alex, remember="y").follow()
    page.form("/sign-in/second").submit(code=alex.phone.code())  # type: ignore[attr-defined]
    remembered = alex.cookies()["__Host-remember"]
    reopened = Browser(alex.app)
    reopened.client.set_cookie("__Host-remember", remembered, domain="localhost", path="/", secure=True)
    assert reopened.get("/account").status == 200
    assert reopened.get("/account/security/password").location.startswith("/sign-in/again")


def test_a_form_that_was_typed_while_signed_out_is_kept_through_both_steps(alex: SignedIn) -> None:
    alex.get("/sign-in")
    page = alex.post("/account/profile", {"name": "Alexandra"})
    page = page.form("/sign-in").submit(user_id="alex.kim", password=PASSWORD)
    assert "What you typed is kept" in page.main
    page = page.form("/sign-in/second").submit(code=alex.phone.code())  # type: ignore[attr-defined]
    assert page.form("/account/profile").values()["name"] == "Alexandra"


def test_giving_the_password_again_asks_for_the_second_factor_again(customer: SignedIn, act: Act) -> None:
    phone, _ = with_app(act, customer.account_id)
    db.session.execute(update(WebSession).values(fresh_at=clock.now() - timedelta(hours=1)))
    page = customer.get("/account/security/password").follow()
    page = page.form("/sign-in/again").submit(password=PASSWORD)
    assert page.location.startswith("/sign-in/second")
    assert customer.get("/account/security/password").status == 303
    page = page.follow().form("/sign-in/second").submit(code=phone.code())
    assert page.location == "/account/security/password"
    assert page.follow().status == 200


def test_adding_and_ending_need_a_recent_sign_in(customer: SignedIn) -> None:
    form = customer.get(HOME).form("/app/new")
    db.session.execute(update(WebSession).values(fresh_at=None))
    assert form.submit("Set up").status == 403
    for path in ("app", "app/end", "app/qr.svg", "passkeys/new", "recovery-codes", "end/options"):
        assert customer.get(f"{HOME}/{path}").location.startswith("/sign-in/again")


def test_an_app_is_not_ended_by_its_own_code_but_by_a_recovery_code(customer: SignedIn) -> None:
    phone, codes = set_up_app(customer)
    form = customer.get(HOME).open("End it").form("/app/end")
    assert form.submit(code=phone.code(), present=PASSWORD).status == 422
    page = form.submit(code=codes[0], present=PASSWORD).follow()
    assert "no longer asked for" in page.main
    assert "accounts/factor_ended" in notices()
    assert db.session.scalar(select(func.count(RecoveryCode.id))) == 0
    assert password_page(SignedIn(customer.app, 0, "alex.kim")).location == "/account"


def test_new_recovery_codes_end_the_old_ones(customer: SignedIn, act: Act) -> None:
    _, old = with_app(act, customer.account_id)
    page = customer.get(HOME).open("Make new ones").form("/recovery-codes").submit()
    new = [item.text_content() for item in page[".sheet ol code"]]
    assert set(new).isdisjoint(old)
    assert second(SignedIn(customer.app, 0, "alex.kim"), old[0]) == 422
    assert second(SignedIn(customer.app, 0, "alex.kim"), new[0]) == 303
    assert "accounts/recovery_codes_new" in notices()


def test_only_one_app_and_codes_only_with_a_factor(customer: SignedIn) -> None:
    assert customer.get(f"{HOME}/recovery-codes").status == 404
    form = customer.get(HOME).form("/app/new")
    set_up_app(customer)
    assert "could not be begun" in form.submit().follow().main
    assert customer.get(f"{HOME}/app").location == HOME


def set_rule(act: Act, value: str) -> None:
    work.unit(lambda: rules.set_value(act, "accounts.staff-factor", value, act.at - timedelta(days=1), "a test"))


@pytest.fixture
def newcomer(visitor: Browser, act: Act) -> SignedIn:
    """Sam, who answers cases since this minute and has a password only."""
    made: list[int] = []
    work.unit(lambda: made.append(create_staff(act, person("sam.new", "Sam New", None), PASSWORD, ["service"], WEAK)))
    sam = SignedIn(visitor.app, made[0], "sam.new")
    sam.sign_in()
    return sam


def test_staff_set_up_a_second_factor_before_they_see_any_staff_page(newcomer: SignedIn) -> None:
    page = newcomer.get("/staff").follow()
    assert (page.path, "Staff pages open once you have" in page.main) == (HOME, True)
    set_up_app(newcomer)
    assert newcomer.get("/staff").status == 200
    assert "Staff pages open" not in newcomer.get(HOME).main


def test_a_shop_may_do_without_by_its_house_rule(newcomer: SignedIn, act: Act) -> None:
    set_rule(act, "no")
    assert newcomer.get("/staff").status == 200


def test_the_rule_for_staff_does_not_touch_customers(customer: SignedIn) -> None:
    assert customer.get("/account").status == 200
    assert "Staff pages" not in customer.get(HOME).main
