"""Somebody who lost every second factor: two proofs, a mail that stops it, two of the staff, a wait."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.lost_models import LostFactors
from app.accounts.service.factors import held
from app.audit.models import AuditEntry
from app.cases import views as cases
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.factors import Phone, password_page, with_app
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn, code_for, new_account

LINK = re.compile(r"https://[^/]+(/lost-factors/[0-9a-f]{64})")
Staff = Callable[[str], SignedIn]
Run = Callable[[str], None]


@pytest.fixture
def alex(visitor: Browser, act: Act) -> SignedIn:
    """Alex, who has an authenticator app, is signed out and has the phone no more."""
    browser = SignedIn(visitor.app, new_account("alex.kim", "Alex Kim"), "alex.kim")
    browser.phone, _ = with_app(act, browser.account_id)  # type: ignore[attr-defined]  # a test's own notes
    return browser


def at_the_code(browser: SignedIn) -> Page:
    """The page that asks for password and mailed code."""
    page = password_page(browser).follow().open("Lost that, too?")
    return page.form("/sign-in/second/lost").submit().follow()


def asked(browser: SignedIn, words: str = "The phone fell into the river.") -> int:
    """Ask as the owner does; gives the number of the case."""
    page = at_the_code(browser)
    code = code_for(f"{browser.user_id}@example.com", "lost")
    page = page.form("/lost/code").submit(password=PASSWORD, code=code, words=words).follow()
    assert page.h1 == "We look into it"
    return db.session.scalars(select(LostFactors.case_number).order_by(LostFactors.id.desc())).first() or 0


def desk(who: SignedIn, number: int) -> Page:
    return who.get(f"/staff/cases/{number}").open("Decide about the second factors")


def looked_into(who: SignedIn, number: int) -> Page:
    return desk(who, number).form("/check").submit(checked="Called the number that we know; named the last order.")


def agreed(who: SignedIn, number: int) -> Page:
    return desk(who, number).form("/approval").submit()


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(**by))


def stop_link(run_job: Run, visitor: Browser) -> str:
    """The link in the mail to the owner."""
    run_job("send-mail")
    letter = visitor.get("/local-mail").open("without your second factors").text
    found = LINK.search(letter)
    assert found is not None, letter
    return found[1]


def test_the_owner_asks_two_of_the_staff_agree_and_after_a_day_the_password_signs_in(
    alex: SignedIn, staff_member: Staff, run_job: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(alex)
    sue, olly = staff_member("service"), staff_member("privacy-officer")
    assert "fell into the river" in sue.get(f"/staff/cases/{number}").main
    assert "colleague has to agree" in looked_into(sue, number).follow().main
    assert not desk(sue, number)["form[action$=approval]"]
    assert "Two of us agreed" in agreed(olly, number).follow().main
    run_job("end-lost-factors")
    assert held.of(alex.account_id).any
    later(monkeypatch, hours=25)
    run_job("end-lost-factors")
    assert not held.of(alex.account_id).any
    assert password_page(SignedIn(alex.app, 0, "alex.kim")).location == "/account"
    assert cases.case_of(number).state.code == "answered"
    assert "accounts/factor_ended" in set(db.session.scalars(select(OutboxMail.template)))


def test_the_owner_stops_it_by_the_link_in_the_mail_and_both_of_the_staff_are_told(
    alex: SignedIn, visitor: Browser, staff_member: Staff, run_job: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(alex)
    link = stop_link(run_job, visitor)
    sue, olly = staff_member("service"), staff_member("privacy-officer")
    looked_into(sue, number)
    agreed(olly, number)
    page = visitor.get(link)
    assert page.h1 == "It was not me"
    assert held.of(alex.account_id).any
    page.form(link).submit()
    later(monkeypatch, hours=25)
    run_job("end-lost-factors")
    assert held.of(alex.account_id).any
    assert cases.case_of(number).state.code == "closed"
    templates = list(db.session.scalars(select(OutboxMail.template)))
    assert templates.count("accounts/lost_factors_stopped") == 2
    assert "The owner stopped it" in sue.get(f"/staff/cases/{number}/lost-factors").main
    assert visitor.get(link).status == 410


def test_whoever_has_only_the_password_or_only_the_code_opens_nothing(alex: SignedIn) -> None:
    page = at_the_code(alex)
    assert page.form("/lost/code").submit(password=PASSWORD, code="000000").errors()["code"]
    code = code_for("alex.kim@example.com", "lost")
    refused = page.form("/lost/code").submit(password="another password altogether", code=code)
    assert "do not fit together" in refused.errors()["password"]
    assert db.session.scalar(select(func.count(LostFactors.id))) == 0
    assert alex.get("/account").status == 303


def test_without_the_first_step_there_is_nothing_to_ask(visitor: Browser) -> None:
    for path in ("/sign-in/second/lost", "/sign-in/second/lost/code"):
        assert visitor.get(path).location == "/sign-in"


def test_a_second_request_waits_for_the_first(alex: SignedIn) -> None:
    asked(alex)
    again = SignedIn(alex.app, alex.account_id, "alex.kim")
    page = at_the_code(again)
    code = code_for("alex.kim@example.com", "lost")
    refused = page.form("/lost/code").submit(password=PASSWORD, code=code)
    assert "being looked into" in refused.main
    assert db.session.scalar(select(func.count(LostFactors.id))) == 1


def test_a_factor_that_turns_up_ends_the_request(alex: SignedIn) -> None:
    number = asked(alex)
    phone: Phone = alex.phone  # type: ignore[attr-defined]
    password_page(alex).follow().form("/sign-in/second").submit(code=phone.code())
    assert alex.get("/account").status == 200
    assert cases.case_of(number).state.code == "closed"


def test_one_of_the_staff_does_not_agree_with_herself_and_nobody_decides_about_their_own(
    alex: SignedIn, staff_member: Staff
) -> None:
    number, sue = asked(alex), staff_member("service")
    token = desk(sue, number).form("/check").values()["csrf_token"]
    looked_into(sue, number)
    refused = sue.post(f"/staff/cases/{number}/lost-factors/approval", {"csrf_token": token})
    assert (refused.status, "A colleague has to agree" in refused.main) == (422, True)
    own = SignedIn(sue.app, sue.account_id, sue.user_id)
    number = asked(own)
    refused = sue.post(f"/staff/cases/{number}/lost-factors/check", {"csrf_token": token, "checked": "It is me."})
    assert (refused.status, "about your own account" in refused.main) == (422, True)


def test_a_request_that_is_turned_down_ends_nothing_and_the_reason_is_read(
    alex: SignedIn, staff_member: Staff, run_job: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, sue = asked(alex), staff_member("service")
    page = desk(sue, number).form("/refusal").submit(reason="The caller did not know any order.")
    assert "Turned down" in page.follow().main
    assert "did not know any order" in sue.get(f"/staff/cases/{number}").main
    later(monkeypatch, hours=25)
    run_job("end-lost-factors")
    assert held.of(alex.account_id).any


def test_a_case_that_the_desk_closed_ends_nothing(
    alex: SignedIn, staff_member: Staff, run_job: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, sue, olly = asked(alex), staff_member("service"), staff_member("privacy-officer")
    looked_into(sue, number)
    agreed(olly, number)
    form = sue.get(f"/staff/cases/{number}").form("/answers", "Let the person read it")
    form.submit(outcome="refused", text="You told us on the telephone that it was not you.")
    later(monkeypatch, hours=25)
    run_job("end-lost-factors")
    assert held.of(alex.account_id).any
    assert db.session.scalars(select(LostFactors.ended_by)).all() == ["case"]


def test_every_step_stands_in_the_record(alex: SignedIn, staff_member: Staff) -> None:
    number = asked(alex)
    looked_into(staff_member("service"), number)
    agreed(staff_member("privacy-officer"), number)
    found = set(db.session.scalars(select(AuditEntry.kind)))
    assert {"factors.lost", "factors.looked-into", "factors.agreed"} <= found
