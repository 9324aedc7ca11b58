"""The staff page of permissions: how somebody stands, who said stop, and entering one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.service import account_card
from app.audit.models import AuditEntry
from app.foundation import clock, facts
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import service as gate
from app.permissions.models import PermissionEvent
from app.permissions.service import Permit, Refused
from app.permissions.subjects import Subject
from tests.ordering import done, paid
from tests.pages import Page
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]


def looked_up(browser: SignedIn, who: str) -> Page:
    return browser.get("/staff/permissions").form("/staff/permissions").submit(who=who)


def row_of(page: Page, purpose: str) -> str:
    (row,) = [row for row in page["#state tr"] if purpose in str(row.text_content())]
    return " ".join(str(row.text_content()).split())


def subject_of(customer: SignedIn) -> Subject:
    card = account_card(customer.account_id)
    return Subject(card.person_id, card.email)


@pytest.mark.parametrize("role", ["service", "marketing", "privacy-officer"])
def test_it_opens_from_the_menu_for_those_who_talk_to_customers(staff_member: Staff, role: str) -> None:
    assert staff_member(role).get("/staff").open("Permissions").h1 == "Permissions"


def test_it_is_shut_to_others(staff_member: Staff, customer: SignedIn) -> None:
    assert staff_member("production").get("/staff/permissions").status == 403
    assert customer.get("/staff/permissions").status == 403


@pytest.mark.parametrize("who", ["alex.kim", "ALEX.KIM", " Alex.Kim@example.com ", "alex.kim@EXAMPLE.com"])
def test_somebody_is_found_by_user_id_and_by_e_mail(customer: SignedIn, staff_member: Staff, who: str) -> None:
    page = looked_up(staff_member("service"), who)
    assert "Name Alex Kim" in page.main
    person = subject_of(customer).person_id
    assert "Name Alex Kim" in looked_up(staff_member("marketing"), str(person)).main


@pytest.mark.parametrize("who", ["nobody.here", "999999", "9" * 30, "a@", "@", "\0", "x" * 400, "person:"])
def test_somebody_who_cannot_be_found_gives_a_way_on(staff_member: Staff, who: str) -> None:
    page = staff_member("service").get("/staff/permissions", query={"who": who})
    assert page.status == 200
    assert "Nobody is" in page.main


def test_the_state_stands_in_words_with_its_clause(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    number = paid(act, customer.account_id)
    done(lambda: gate.stop(act, subject_of(customer), "site_update", "*", "letter", "case:12"))
    page = looked_up(staff_member("service"), "alex.kim")
    assert row_of(page, "Making, sending") == (
        f"Making, sending and proofing your order yes for order {number} yes for order {number} "
        f"yes for order {number} yes ordering"
    )
    updates = row_of(page, "updates of the site")
    assert updates.count("no said stop") == 4
    assert "no never by this channel" in row_of(page, "Your account and its security")
    assert page.link("posting-changes") == "/privacy-policy#posting-changes"


def test_a_stopped_cell_leads_to_what_was_said(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    number = done(lambda: gate.stop(act, subject_of(customer), "survey", "*", "letter", "case:12"))
    page = looked_up(staff_member("service"), "alex.kim")
    assert {str(link.get("href")) for link in page["#state a.fine"]} >= {f"#said-{number}"}
    assert "letter" in str(page[f"li#said-{number}"][0].text_content())


def test_what_was_said_names_who_when_and_from_where(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    done(lambda: gate.stop(act, subject_of(customer), "*", "phone", "letter", "case:12"))
    said = looked_up(staff_member("service"), "alex.kim")["ol.story li"][0].text_content()
    words = " ".join(str(said).split())
    assert words.startswith("Stop: everything but orders, bills, the account and policy notices, by telephone")
    assert "told by letter, recorded by the shop, see case 12, under version 1" in words
    assert clock.spoken(act.at) in words


def test_what_was_decided_stands_with_its_reason_and_clause(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    gate.ask(act, subject_of(customer), "survey", "post")
    db.session.commit()
    page = looked_up(staff_member("service"), "alex.kim")
    newest = " ".join(str(page["#decisions tbody tr"][0].text_content()).split())
    assert "asking for your opinion post refused to write it" in newest
    assert "the policy does not allow this purpose by this channel surveys" in newest
    assert "/privacy-policy/versions/1#surveys" in {str(item.get("href")) for item in page["#decisions a"]}


def test_a_stop_that_staff_enter_holds_at_once(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    subject = subject_of(customer)
    assert isinstance(gate.ask(act, subject, "site_update", "email"), Permit)
    form = looked_up(staff_member("service"), "alex.kim").form("/staff/permissions/stops")
    page = form.submit(purpose="site_update", channel="*", source="phone", case_number="12").follow()
    assert "The stop holds from now on." in page.main
    assert "told by telephone, recorded by Sam Service, see case 12" in page.main
    refused = gate.ask(act, subject, "site_update", "email")
    assert isinstance(refused, Refused)
    assert refused.reason == "stopped"
    entry = db.session.query(AuditEntry).filter_by(kind="permission.stopped").order_by(AuditEntry.id.desc()).first()
    assert entry is not None
    assert entry.actor.startswith("staff:")


def test_a_stop_can_be_entered_for_an_address_that_nobody_has(staff_member: Staff, act: Act) -> None:
    page = looked_up(staff_member("service"), "lee@example.com")
    assert "Nobody with an account has the address lee@example.com" in page.main
    form = page.form("/staff/permissions/stops")
    assert form.submit(purpose="*", channel="*", source="letter").follow().main.count("told by letter") == 1
    row = db.session.query(PermissionEvent).filter_by(source="letter").one()
    assert row.subject_key == Subject(0, "lee@example.com").key
    assert "lee" not in row.subject_key


def test_nothing_chosen_is_said_beside_the_field_and_stops_nothing(customer: SignedIn, staff_member: Staff) -> None:
    form = looked_up(staff_member("service"), "alex.kim").form("/staff/permissions/stops")
    before = db.session.query(PermissionEvent).count()
    page = form.submit(purpose="", source=None, case_number="twelve")
    assert page.status == 422
    assert page.errors()["purpose"] == "Please choose what stops."
    assert page.errors()["case_number"] == "Please type a whole number, like 250."
    assert db.session.query(PermissionEvent).count() == before
    assert form.submit(who="nobody.here", purpose="*", source="letter").status == 404


def test_no_page_of_staff_takes_a_stop_back(customer: SignedIn, staff_member: Staff) -> None:
    browser = staff_member("privacy-officer")
    page = looked_up(browser, "alex.kim")
    assert {str(form.get("action")) for form in page["main form"]} == {"/staff/permissions", "/staff/permissions/stops"}
    assert "allow" not in page.form("/staff/permissions/stops").names()


def test_each_look_becomes_an_audit_entry(customer: SignedIn, staff_member: Staff, act: Act) -> None:
    browser = staff_member("service")
    looked_up(browser, "alex.kim")
    late = Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)
    for _ in facts.fold(late):
        db.session.commit()
    entry = db.session.query(AuditEntry).filter_by(kind="staff.read").one()
    assert (entry.actor, entry.subject_ref) == (f"staff:{browser.account_id}", subject_of(customer).key)
