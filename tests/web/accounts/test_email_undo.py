"""Taking back a change of the e-mail address: a thief is put out everywhere, and the owner comes in again."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.accounts.models import Account
from app.accounts.sign_in_models import EmailChange
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import letters
from app.mail.models import OutboxMail
from app.people import service as people
from tests.factors import HOME, set_up_app, with_app
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn, code_for, new_account

OWNER, THIEF = "alex.kim@example.com", "thief@example.net"
STOLEN = "seven owls in the attic"
LINK = re.compile(r"https://[^/]+(/email-undo/[0-9a-f]{64})")


def changed(browser: SignedIn, email: str = THIEF) -> None:
    """The account's e-mail address is changed, as its pages let one do it."""
    page = browser.get("/account/security/email").form("/account/security/email").submit(email=email).follow()
    assert page.form("/account/security/email/code").submit(code=code_for(email, "email")).status == 303


def mails(template: str) -> list[OutboxMail]:
    rows = db.session.scalars(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id))
    return list(rows)


def link(number: int = -1) -> str:
    """The link in the mail to the old address."""
    body = letters.compose(mails("accounts/email_changed")[number]).get_body(("plain",))
    found = LINK.search(str(body.get_content()) if body else "")
    assert found is not None
    return found[1]


def undone(browser: Browser, path: str) -> Page:
    return browser.get(path).form(path).submit()


@pytest.fixture
def thief(app: Flask, customer: SignedIn) -> SignedIn:
    """Somebody who knows the password, signed in on a device of their own, remembered."""
    browser = SignedIn(app, customer.account_id, customer.user_id)
    browser.sign_in(remember=True)
    return browser


def test_a_thief_who_changed_everything_is_out_and_the_owner_is_in(
    customer: SignedIn, thief: SignedIn, visitor: Browser
) -> None:
    changed(thief)
    form = thief.get("/account/security/password").form("/account/security/password")
    assert form.submit(current=PASSWORD, password=STOLEN).status == 303
    set_up_app(thief)
    assert customer.get("/account").status == 303, "the thief's new password has put the owner out"

    page = undone(visitor, link())

    assert "everybody is signed out" in page.follow().main
    assert thief.get("/account").status == 303
    for password in (PASSWORD, STOLEN):
        assert visitor.get("/sign-in").form("/sign-in").submit(user_id="alex.kim", password=password).status == 422
    assert [mail.recipient for mail in mails("accounts/email_put_back")] == [OWNER]
    assert [mail.recipient for mail in mails("accounts/email_taken_back")] == [THIEF]
    assert [mail.recipient for mail in mails("accounts/factor_ended")] == [OWNER]
    typed = visitor.get(page.location).form("/sign-in/code").submit(email=OWNER).follow()
    inside = typed.form("/sign-in/code/typed").submit(code=code_for(OWNER, "sign-in"))
    assert inside.status == 303, "no factor of the thief's is asked for"
    security = visitor.get("/account/security")
    assert "None that works" in security.main
    new = visitor.get("/account/security/password").form("/account/security/password")
    assert "Set on" in new.submit(password="a quiet lamp by the harbour").follow().main
    assert "None yet" in visitor.get("/account/security").main


def test_the_thiefs_own_link_and_codes_bring_nothing_back(thief: SignedIn, visitor: Browser) -> None:
    changed(thief)
    changed(thief, "second@example.net")
    mine, theirs = link(0), link(1)
    asked = Browser(thief.app)
    page = asked.get("/sign-in/code").form("/sign-in/code").submit(email="second@example.net").follow()
    code = code_for("second@example.net", "sign-in")

    assert undone(visitor, mine).status == 303

    assert db.session.scalar(select(Account.email)) == OWNER
    assert visitor.get(theirs).status == 410, "what the thief could take back is gone"
    assert page.form("/sign-in/code/typed").submit(code=code).errors()["code"]
    assert [mail.recipient for mail in mails("accounts/email_taken_back")] == ["second@example.net"]


def test_opening_the_link_shows_what_would_happen_and_changes_nothing(thief: SignedIn, visitor: Browser) -> None:
    changed(thief)
    for _ in range(2):
        page = visitor.get(link())
        assert page.h1 == "Put the old address back"
        assert OWNER in page.main
        assert THIEF not in page.text, "whoever holds the old mailbox learns nothing of the new one"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert db.session.scalar(select(Account.email)) == THIEF
    assert thief.get("/account").status == 200


def test_the_link_works_once_and_for_seven_days(
    thief: SignedIn, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(thief)
    path, now = link(), clock.now()
    form = visitor.get(path).form(path)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7, minutes=1))
    assert form.submit().status == 410
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=6))
    assert undone(visitor, path).status == 303
    again = visitor.get(path)
    assert (again.status, again.h1) == (410, "This link no longer works")


def test_links_that_are_made_up_are_answered_alike_and_soon_must_wait(
    thief: SignedIn, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(thief)
    path = link()
    values = visitor.get(path).form(path).values()
    answers = {visitor.post(f"/email-undo/{number:064x}", values).main for number in range(22)}
    assert len(answers) == 1
    waiting = visitor.post(path, values)
    assert (waiting.status, "too many tries" in waiting.main) == (422, True)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=16))
    assert visitor.post(path, values).status == 303, "the owner only had to wait"


def test_factors_of_the_owner_from_before_stay(app: Flask, customer: SignedIn, visitor: Browser, act: Act) -> None:
    with_app(act, customer.account_id)
    earlier = text("UPDATE totp_factor SET confirmed_at = :at")
    codes = text("UPDATE recovery_code SET made_at = :at")
    for statement in (earlier, codes):
        db.session.execute(statement, {"at": act.at - timedelta(days=3)})
    changed(customer)
    assert undone(visitor, link()).status == 303
    assert db.session.scalar(text("SELECT count(*) FROM totp_factor")) == 1
    assert db.session.scalar(text("SELECT count(*) FROM recovery_code")) == 10
    assert not mails("accounts/factor_ended")


def test_an_address_that_has_another_account_by_now_is_said_so_and_nothing_changes(
    thief: SignedIn, visitor: Browser
) -> None:
    changed(thief)
    robin = new_account("robin", "Robin Vale")
    path = link()
    form = visitor.get(path).form(path)
    taken = text("UPDATE account SET email = :e, email_key = :e WHERE id = :id")
    db.session.execute(taken, {"e": OWNER, "id": robin})

    answer = form.submit()

    assert answer.status == 422
    assert "Another account has this address now" in answer.main
    assert not visitor.get(path)["main form"], "there is nothing to press"
    assert thief.get("/account").status == 200
    assert not mails("accounts/email_put_back")


def test_the_address_stands_again_with_its_origin_and_a_thief_of_the_database_finds_no_link(
    thief: SignedIn, visitor: Browser
) -> None:
    changed(thief)
    token = link().rsplit("/", 1)[1]
    dump = "".join(str(tuple(row)) for row in db.session.execute(text("SELECT * FROM email_change")))
    dump += "".join(str(tuple(row)) for row in db.session.execute(text("SELECT * FROM outbox_mail")))
    assert token not in dump
    undone(visitor, link())
    person = db.session.scalars(select(Account.person_id)).one()
    held = people.standing(person)["email"]
    assert (held.value, held.verified_at is not None) == (OWNER, True)
    assert people.person_of("email", THIEF) == 0
    assert db.session.scalars(select(EmailChange.undone_at.is_not(None))).all() == [True]


def test_each_step_is_in_the_record_and_every_device_is_signed_out(
    customer: SignedIn, thief: SignedIn, visitor: Browser
) -> None:
    changed(thief)
    undone(visitor, link())
    kinds = set(db.session.scalars(text("SELECT kind FROM audit_entry WHERE subject_ref LIKE 'account:%'")))
    assert {"email.changed", "email.put-back", "device.ended"} <= kinds
    for path in (HOME, "/account/security/user-id"):
        assert customer.get(path).location.startswith("/sign-in")
