"""Passkeys as the pages take them, by a key in software; a real browser is in `tests/browser/test_passkeys.py`."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts import relying
from app.accounts.factor_models import Passkey, SpentChallenge
from app.accounts.sign_in_models import Device, WebSession
from app.audit.models import AuditEntry
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.factors import HOME, PRESENT, VERIFIED, SoftKey, add_passkey, password_page, question, with_app
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn


@pytest.fixture
def key(customer: SignedIn) -> SoftKey:
    """Alex's passkey."""
    made = SoftKey()
    answer = add_passkey(customer, made)
    assert answer.status == 200, answer.text
    customer.codes = [item.text_content() for item in answer[".sheet ol code"]]  # type: ignore[attr-defined]
    return made


def by_passkey(browser: Browser, sent: str, **rest: str) -> Page:
    """Send what a passkey said, as the script of the sign-in page does."""
    form = browser.get("/sign-in").form("/sign-in")
    token = {"csrf_token": form.values()["csrf_token"], "credential": sent}
    return browser.post("/sign-in/passkey", token | rest)


def alone(browser: Browser) -> dict[str, object]:
    browser.get("/sign-in")
    return question(browser, "/sign-in/passkey/options")


def test_several_passkeys_are_kept_under_their_names(customer: SignedIn, key: SoftKey) -> None:
    assert len(set(customer.codes)) == 10  # type: ignore[attr-defined]
    assert add_passkey(customer, SoftKey(), "office laptop").location == HOME
    page = customer.get(HOME)
    assert [item.text_content() for item in page["#passkeys th[scope=row]"]] == ["blue key", "office laptop"]
    assert "2 passkeys" in customer.get("/account/security").main


def test_a_passkey_signs_in_without_user_id_and_password(customer: SignedIn, key: SoftKey) -> None:
    visitor = Browser(customer.app)
    page = by_passkey(visitor, key.answer(alone(visitor)), next="x")
    assert page.location == "/account"
    assert "Hello Alex" in page.follow().main
    assert visitor.get("/account/security/password").status == 200
    assert db.session.scalars(select(Passkey.last_used_at)).one() is not None


def test_remember_me_holds_for_passkeys(customer: SignedIn, key: SoftKey) -> None:
    visitor = Browser(customer.app)
    by_passkey(visitor, key.answer(alone(visitor)), remember="y")
    assert "__Host-remember" in visitor.cookies()


def test_alone_the_device_must_have_made_sure_of_the_person(customer: SignedIn, key: SoftKey) -> None:
    visitor, key.flags = Browser(customer.app), PRESENT
    page = by_passkey(visitor, key.answer(alone(visitor)))
    assert (page.status, "does not fit" in page.main) == (422, True)


def test_a_passkey_that_does_not_make_sure_of_the_person_is_not_added(customer: SignedIn) -> None:
    assert add_passkey(customer, SoftKey(flags=PRESENT)).status == 422
    assert db.session.scalar(select(func.count(Passkey.id))) == 0


def test_after_the_password_a_passkey_of_the_account_is_the_second_factor(customer: SignedIn, key: SoftKey) -> None:
    visitor = SignedIn(customer.app, 0, "alex.kim")
    form = password_page(visitor).follow().form("/sign-in/second")
    asked = question(visitor, "/sign-in/second/options")
    assert [one["id"] for one in asked["allowCredentials"]] == [json.loads(key.answer(asked))["id"]]
    key.flags = PRESENT
    assert form.submit(credential=key.answer(asked)).location == "/account"


def test_a_passkey_of_somebody_else_is_no_second_factor(
    customer: SignedIn, other_customer: SignedIn, key: SoftKey
) -> None:
    others = SoftKey()
    add_passkey(other_customer, others)
    visitor = SignedIn(customer.app, 0, "alex.kim")
    form = password_page(visitor).follow().form("/sign-in/second")
    sent = others.answer(question(visitor, "/sign-in/second/options"))
    assert form.submit(credential=sent).status == 422


def test_a_question_is_answered_once(customer: SignedIn, key: SoftKey) -> None:
    visitor = SignedIn(customer.app, 0, "alex.kim")
    form = password_page(visitor).follow().form("/sign-in/second")
    asked = question(visitor, "/sign-in/second/options")
    before = visitor.cookies()["__Host-session"]
    assert form.submit(credential=key.answer(asked)).status == 303
    visitor.client.set_cookie("__Host-session", before, domain="localhost", path="/", secure=True)
    form = password_page(visitor).follow().form("/sign-in/second")
    assert form.submit(credential=key.answer(asked)).status == 422
    assert db.session.scalar(select(func.count(SpentChallenge.challenge_sha256))) == 2


def test_a_refused_answer_uses_the_question_up(customer: SignedIn, key: SoftKey) -> None:
    visitor, key.flags = Browser(customer.app), PRESENT
    asked = alone(visitor)
    assert "does not fit" in by_passkey(visitor, key.answer(asked)).main
    key.flags |= VERIFIED
    again = by_passkey(visitor, key.answer(asked))
    assert (again.status, "took too long" in again.main) == (422, True)
    assert by_passkey(visitor, key.answer(alone(visitor))).location == "/account"


@pytest.mark.parametrize("spoilt", ["origin", "browser", "purpose", "age"])
def test_an_answer_holds_for_one_site_one_browser_one_purpose_and_five_minutes(
    customer: SignedIn, key: SoftKey, spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, asker = Browser(customer.app), Browser(customer.app)
    if spoilt == "origin":
        key.origin = "https://localhost.evil.test"
    if spoilt == "age":
        monkeypatch.setattr(relying, "LIFE", timedelta(seconds=-1))
    asked = alone(asker if spoilt == "browser" else visitor)
    if spoilt == "purpose":
        asked = question(customer, f"{HOME}/end/options")
    page = by_passkey(visitor, key.answer(asked))
    assert page.status == 422
    assert visitor.get("/account").status == 303


def test_a_count_that_goes_backwards_is_refused_and_the_owner_told(customer: SignedIn, key: SoftKey) -> None:
    visitor = Browser(customer.app)
    key.count = 7
    assert by_passkey(visitor, key.answer(alone(visitor))).status == 303
    key.count = 3
    thief = Browser(customer.app)
    page = by_passkey(thief, key.answer(alone(thief)))
    assert (page.status, "may have been copied" in page.main) == (422, True)
    assert "accounts/passkey_copied" in db.session.scalars(select(OutboxMail.template)).all()
    assert db.session.scalar(select(func.count()).where(AuditEntry.kind == "passkey.copied")) == 1
    assert db.session.scalars(select(Passkey.sign_count)).one() == 8


def test_a_recent_sign_in_can_be_given_by_a_passkey_on_the_same_device(customer: SignedIn, key: SoftKey) -> None:
    db.session.execute(update(WebSession).values(fresh_at=None))
    page = customer.get("/account/security/password").follow()
    assert page["[data-passkey]"][0].get("data-action") == "/sign-in/passkey?next=/account/security/password"
    token = page.form("/sign-in/again").values()["csrf_token"]
    sent = key.answer(question(customer, "/sign-in/passkey/options"))
    customer.post("/sign-in/passkey", {"csrf_token": token, "credential": sent})
    assert customer.get("/account/security/password").status == 200
    assert db.session.scalar(select(func.count(Device.id))) == 1


def test_signed_in_the_passkey_of_another_account_changes_nothing(
    customer: SignedIn, other_customer: SignedIn, key: SoftKey
) -> None:
    token = other_customer.get(HOME).form("/app/new").values()["csrf_token"]
    sent = key.answer(question(other_customer, "/sign-in/passkey/options"))
    assert other_customer.post("/sign-in/passkey", {"csrf_token": token, "credential": sent}).status == 422
    assert "Hello Robin" in other_customer.get("/account").main


def test_a_passkey_is_ended_by_a_recovery_code_a_code_of_the_app_or_another_passkey(
    customer: SignedIn, key: SoftKey, act: Act
) -> None:
    other, third = SoftKey(), SoftKey()
    add_passkey(customer, other, "second")
    add_passkey(customer, third, "third")
    phone, _ = with_app(act, customer.account_id)
    for name, code in (("blue key", customer.codes[0]), ("second", phone.code())):  # type: ignore[attr-defined]
        assert customer.get(HOME).open(f"End it: {name}").form("/end").submit(code=code).location == HOME
    page = customer.get(HOME)
    assert [item.text_content() for item in page["#passkeys th[scope=row]"]] == ["third"]


def test_a_passkey_does_not_end_itself_but_another_one_does(customer: SignedIn, key: SoftKey) -> None:
    other = SoftKey()
    add_passkey(customer, other, "second")
    form = customer.get(HOME).open("End it: blue key").form("/end")
    assert form.submit(credential=key.answer(question(customer, f"{HOME}/end/options"))).status == 422
    assert form.submit(credential=other.answer(question(customer, f"{HOME}/end/options"))).status == 303
    assert db.session.scalars(select(Passkey.name)).all() == ["second"]


def test_an_app_is_ended_by_a_passkey(customer: SignedIn, key: SoftKey, act: Act) -> None:
    with_app(act, customer.account_id)
    form = customer.get(HOME).open("End it: Set up").form("/app/end")
    assert form.submit(credential=key.answer(question(customer, f"{HOME}/end/options"))).status == 303


def test_nobody_sees_or_ends_the_passkey_of_another(customer: SignedIn, other_customer: SignedIn, key: SoftKey) -> None:
    passkey_id = db.session.scalars(select(Passkey.id)).one()
    assert other_customer.get(f"{HOME}/passkeys/{passkey_id}/end").status == 404


@pytest.mark.parametrize(
    "sent", ["", "x", "{}", "[]", '{"response": 7}', '{"response": {"clientDataJSON": "e30"}}', "9" * 30_000, "null"]
)
def test_whatever_is_sent_as_a_passkey_is_answered_kindly(customer: SignedIn, key: SoftKey, sent: str) -> None:
    visitor = Browser(customer.app)
    assert by_passkey(visitor, sent).status == 422
    form = customer.get(f"{HOME}/passkeys/new").form("/passkeys/new")
    assert form.submit(name="x", credential=sent).status == 422


def test_mangled_answers_are_refused(customer: SignedIn, key: SoftKey) -> None:
    visitor = Browser(customer.app)
    whole = json.loads(key.answer(alone(visitor)))
    for part in ("authenticatorData", "signature", "userHandle"):
        for worse in ("", "AAAA", 7, None, ["x"]):
            if (part, worse) == ("userHandle", key.handle):
                continue
            mangled = whole | {"response": whole["response"] | {part: worse}}
            assert by_passkey(visitor, json.dumps(mangled)).status in {422, 429}


def test_without_a_session_there_is_no_question(visitor: Browser) -> None:
    assert visitor.get("/sign-in/passkey/options").status == 404
    assert visitor.get("/sign-in/second/options").status == 404


def test_the_password_is_not_sent_along_and_not_needed(customer: SignedIn, key: SoftKey) -> None:
    visitor = Browser(customer.app)
    page = by_passkey(visitor, key.answer(alone(visitor)), user_id="somebody", password=PASSWORD)
    assert page.status == 303
