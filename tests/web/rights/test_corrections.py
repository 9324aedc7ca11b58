"""What is wrong is put right: where it stands, in open orders, and at whoever else got it (P69)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.cases import service as cases
from app.cases.service import NewCase
from app.config import Settings
from app.foundation import clock, jobs, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.cases import posted
from tests.corrections import (
    corrected,
    kinds,
    order,
    outbox,
    outcome,
    person_of,
    shipped_by_carrier,
    stands,
    told_by,
)
from tests.ordering import moved, open_shop, paid, with_file
from tests.pages import Browser
from tests.people import LAKE_DRIVE, SignedIn
from tests.requests import proven

Staff = Callable[[str], SignedIn]
OLD, NEW = "+16125550142", "(612) 555-0199"


@pytest.fixture(autouse=True)
def selling(app: Flask) -> None:
    """The shop has its tables."""
    open_shop()


def letter(act: Act, customer: SignedIn | None = None, channel: str = "web") -> int:
    """A letter that asks for a correction; with a customer, they wrote it while signed in."""
    made: list[int] = []
    new = NewCase("correction", "information", "letter", "My telephone number is wrong.", "Alex Kim")
    if customer:
        new = NewCase("correction", "information", channel, "It is wrong.", person_id=person_of(customer))
    work.unit(lambda: made.append(cases.open_case(act, new)))
    return made[0]


def test_a_corrected_value_stands_as_corrected_by_the_person_and_no_list_replaces_it(
    customer: SignedIn, act: Act
) -> None:
    words = outcome(customer, corrected(customer, "phone", new=NEW))
    assert "We corrected: telephone number." in words
    assert "Answered" in words
    assert stands(customer, "phone") == ("+16125550199", "corrected")
    assert not told_by(act, customer, "phone", "+16125550000", "provider")
    profile = customer.get("/account/profile")
    assert profile.form("/account/profile").values()["phone"] == NEW
    assert "you corrected it" in profile.main


def test_open_orders_follow_and_finished_ones_stay(customer: SignedIn, act: Act) -> None:
    corrected(customer, "phone", new="612 555 0142")
    waiting = paid(act, customer.account_id, phone=OLD)
    other = paid(act, customer.account_id, phone="+16125550777")
    over = with_file(act, customer.account_id, phone=OLD)
    moved(act, over, "check", "proof", "approve", "print", "pack", "ship", "deliver")
    assert order(over).state.code == "complete"
    words = outcome(customer, corrected(customer, "phone", new=NEW))
    assert f"Changed in open orders: {waiting}." in words
    assert [order(number).phone for number in (waiting, other, over)] == ["+16125550199", "+16125550777", OLD]
    assert "You had your contact information" in customer.get(f"/orders/{waiting}").main
    assert "order.contact-corrected" in kinds(f"order:{waiting}")
    assert "order.contact-corrected" not in kinds(f"order:{over}")


def test_a_name_changes_on_the_parcel_and_is_noted_beside_the_invoice(customer: SignedIn, act: Act) -> None:
    number = paid(act, customer.account_id, delivery=LAKE_DRIVE, billing=LAKE_DRIVE)
    words = outcome(customer, corrected(customer, "name", new="Alexis Kim"))
    found = order(number)
    assert found.delivery is not None
    assert (found.delivery.name, found.billing.name) == ("Alexis Kim", "Alex Kim")
    assert f"which stay as sent: {number}" in words
    assert "The invoice itself stays as it was sent." in customer.get(f"/orders/{number}").main


def test_an_address_of_the_same_zip_follows_and_of_another_waits_for_staff(
    customer: SignedIn, act: Act, staff_member: Staff
) -> None:
    number = paid(act, customer.account_id, delivery=LAKE_DRIVE)
    assert f"open orders: {number}" in outcome(customer, corrected(customer, "address:1", line1="95 Lake Drive"))
    assert order(number).delivery.line1 == "95 Lake Drive"  # type: ignore[union-attr]  # it is shipped
    answer = corrected(customer, "address:1", city="Minneapolis", postal_code="55401")
    assert f"since their price rests on it: {number}" in outcome(customer, answer)
    assert order(number).delivery.city == "Chanhassen"  # type: ignore[union-attr]  # as above
    case = int(answer.location.rpartition("/")[2])
    desk = staff_member("service").get(f"/staff/cases/{case}/corrections")
    assert f"Order {number}: its price rests on the old address" in desk.main


def test_whoever_received_the_wrong_one_is_a_task_of_staff_until_they_were_told(
    customer: SignedIn, act: Act, staff_member: Staff
) -> None:
    corrected(customer, "phone", new="612 555 0142")
    shipped_by_carrier(act, customer, paid(act, customer.account_id))
    answer = corrected(customer, "phone", new=NEW)
    assert "are told of the right one: Prairie Parcel." in outcome(customer, answer)
    case, staff = int(answer.location.rpartition("/")[2]), staff_member("service")
    page = staff.get(f"/staff/cases/{case}/corrections")
    assert "Tell Prairie Parcel the right one" in page.main
    for words in ("(612) 555-0142", NEW):
        assert words in page.main
    form = page.form("/done", "Mark as done")
    assert form.submit().status == 303
    assert form.submit().status == 303, "twice is harmless"
    page = staff.get(f"/staff/cases/{case}/corrections")
    assert "done" in page.main
    assert not page['form[action$="/done"]']
    assert kinds("correction:2").count("correction.passed-on") == 1


def test_a_billing_detail_or_a_greeting_went_to_nobody(customer: SignedIn, act: Act) -> None:
    shipped_by_carrier(act, customer, paid(act, customer.account_id))
    assert "told of the right one" not in outcome(customer, corrected(customer, "greeting", new="Lex"))
    assert "told of the right one" not in outcome(customer, corrected(customer, "billing_tax_id", new="41-555"))
    assert customer.get("/account/billing").form("/account/billing").values()["tax_id"] == "41-555"


def test_it_is_confirmed_by_mail_without_the_values(customer: SignedIn, settings: Settings) -> None:
    corrected(customer, "phone", new=NEW)
    jobs.run_now("send-mail")
    mail = posted(settings)["Corrected as you asked: your telephone number"]
    assert mail["To"] == "alex.kim@example.com"
    words = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every mail of ours has one
    assert "your telephone number" in words
    assert "0199" not in words


def test_old_and_new_address_are_told_when_the_address_itself_was_wrong(
    customer: SignedIn, act: Act, staff_member: Staff
) -> None:
    case = letter(act, customer)
    typed_and_decided(case, staff_member, "email", "alex.new@example.com")
    assert [row[0] for row in outbox("rights/corrected")] == ["alex.kim@example.com", "alex.new@example.com"]
    assert stands(customer, "email") == ("alex.new@example.com", "corrected")
    state = text("SELECT email_verified_at FROM account WHERE id = :id")
    assert db.session.scalar(state, {"id": customer.account_id}) is None, "a code has not been typed yet"


def typed_and_decided(case: int, staff_member: Staff, field: str, new: str) -> None:
    page = staff_member("service").get(f"/staff/cases/{case}/corrections/new", {"field": field})
    assert page.form("/corrections/new").submit(new=new).status == 303
    decided = staff_member("administrator").get(f"/staff/cases/{case}/corrections").form("/decision")
    assert decided.submit("Apply").status == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "12", "too few"),
        ("name", "", "Please type what is right."),
        ("name", "Alex Kim", "This is what we hold already."),
        ("greeting", "x" * 61, "at most 60 characters"),
    ],
)
def test_what_cannot_stand_is_refused_and_leaves_no_case(
    customer: SignedIn, field: str, typed: str, sentence: str
) -> None:
    answer = corrected(customer, field, new=typed)
    assert answer.status == 422
    assert sentence in answer.errors()["new"]
    assert db.session.scalar(text("SELECT count(*) FROM case_file")) == 0


def test_the_address_of_mail_leads_to_where_a_code_proves_it(customer: SignedIn) -> None:
    assert customer.get("/account/corrections/new", {"field": "email"}).location == "/account/security/email"
    assert customer.get("/account/corrections/new", {"field": "user_id"}).location == "/account/security/user-id"


@pytest.mark.parametrize("field", ["address:2", "address:x", "password"])
def test_what_is_not_theirs_cannot_be_corrected(customer: SignedIn, other_customer: SignedIn, field: str) -> None:
    assert customer.get("/account/corrections/new", {"field": field}).status == 404
    assert stands(other_customer, "address:2")[0].startswith("Alex Kim")


def test_it_needs_a_recent_sign_in(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(minutes=rules.whole("account.fresh-minutes") + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "/sign-in/again" in customer.get("/account/corrections/new", {"field": "phone"}).location


def test_nobody_who_has_not_proved_it_is_corrected_by_letter(act: Act, staff_member: Staff) -> None:
    case, staff = letter(act), staff_member("service")
    page = staff.get(f"/staff/cases/{case}/corrections")
    assert "Nobody has proved yet" in page.main
    assert staff.get(f"/staff/cases/{case}/corrections/new").status == 303


def test_two_people_correct_what_staff_typed(customer: SignedIn, act: Act, staff_member: Staff) -> None:
    case, one = letter(act, customer), staff_member("service")
    one.get(f"/staff/cases/{case}/corrections/new", {"field": "phone"}).form("/new").submit(new=NEW)
    own = one.get(f"/staff/cases/{case}/corrections").form("/decision").submit("Apply")
    assert own.status == 422
    assert "somebody else decides" in own.main
    assert "phone" not in standing(customer)
    other = staff_member("administrator").get(f"/staff/cases/{case}/corrections")
    assert "typed by Sam Service" in other.main
    assert other.form("/decision").submit("Apply").status == 303
    assert stands(customer, "phone") == ("+16125550199", "corrected")
    assert "We corrected: telephone number." in customer.get(f"/contact/follow/{case}").main


def test_one_person_may_do_it_where_no_rule_asks_for_two(
    customer: SignedIn, act: Act, staff_member: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, one = rules.value, staff_member("service")
    monkeypatch.setattr(rules, "value", lambda name, *at: name != "corrections.two-people" and read(name, *at))
    for channel, status in (("web", 303), ("letter", 422)):
        case = letter(act, customer, channel)
        one.get(f"/staff/cases/{case}/corrections/new", {"field": "greeting"}).form("/new").submit(new=f"By {channel}")
        assert one.get(f"/staff/cases/{case}/corrections").form("/decision").submit("Apply").status == status
    assert stands(customer, "greeting") == ("By web", "corrected")


def standing(customer: SignedIn) -> set[str]:
    query = text("SELECT field FROM field_value WHERE person_id = :id AND superseded_at IS NULL")
    return set(db.session.scalars(query, {"id": person_of(customer)}))


def test_a_refusal_needs_its_reason_and_the_person_reads_it(customer: SignedIn, act: Act, staff_member: Staff) -> None:
    case = letter(act, customer)
    page = staff_member("service").get(f"/staff/cases/{case}/corrections/new", {"field": "name"})
    page.form("/new").submit(new="Somebody Else")
    desk = staff_member("administrator")
    form = desk.get(f"/staff/cases/{case}/corrections").form("/decision")
    assert "the person reads it" in form.submit("Refuse").errors()["reason"]
    assert form.submit("Refuse", reason="Another person’s name.").status == 303
    assert "Another person’s name." in customer.get(f"/contact/follow/{case}").main
    assert stands(customer, "name") == ("Alex Kim", "subject")
    assert form.submit("Apply").status == 422, "decided is decided"


def test_within_a_request_a_code_alone_corrects_nothing_and_a_sign_in_does(
    visitor: Browser, customer: SignedIn, settings: Settings
) -> None:
    number = proven(visitor, settings, "alex.kim@example.com", "correction")
    path = f"/my-information/requests/{number}/correction"
    assert visitor.get(path).location == f"/my-information/requests/{number}"
    number = proven(customer, settings, "alex.kim@example.com", "correction")
    path = f"/my-information/requests/{number}/correction"
    assert customer.get(path).status == 303, "the code alone, although somebody is signed in"
    customer.get(f"/my-information/requests/{number}").form("/sign-in", "Sign in and show").submit()
    chosen = customer.get(path).form("/correction").submit(field="name")
    assert chosen.response.headers["Cache-Control"] == "no-store"
    assert chosen.form("/correction").submit(new="Alexis Kim").status == 303
    assert stands(customer, "name") == ("Alexis Kim", "corrected")
    assert "We corrected: name." in customer.get(f"/contact/follow/{number}").main


def test_somebody_without_an_account_tells_it_in_words(
    visitor: Browser, settings: Settings, staff_member: Staff
) -> None:
    number = proven(visitor, settings, "casey@example.com", "correction")
    form = visitor.get(f"/my-information/requests/{number}/correction").form("/correction")
    assert form.submit(words="").errors()["words"]
    assert form.submit(words="My name is Casey, not Kasey.").status == 303
    assert "My name is Casey, not Kasey." in staff_member("service").get(f"/staff/cases/{number}").main


def test_a_stranger_to_the_request_is_led_to_its_code(visitor: Browser) -> None:
    assert visitor.get("/my-information/requests/49999/correction").location == "/my-information/requests/49999"
