"""What is wrong about somebody is put right on their request, also when they ask by mail to the address of the desk."""

from collections.abc import Callable

import pytest

from app.config import Settings
from app.foundation import rules
from tests.corrections import corrected
from tests.pages import Browser, spaced
from tests.people import SignedIn
from tests.promises import steps
from tests.requests import proven


@pytest.mark.promise("P69")
def test_wrong_contact_and_billing_information_is_corrected_and_open_orders_follow(visitor: Browser) -> None:
    steps.registered(visitor)
    steps.ordered(visitor)
    assert "100 Sample Street" in visitor.get("/orders/10001").main
    answer = corrected(visitor, "address:1", line1="101 Sample Street")
    assert answer.status == 303
    words = visitor.get(answer.location).main
    assert "We corrected: address." in words
    assert "101 Sample Street" in visitor.get("/account/addresses").main
    assert "101 Sample Street" in visitor.get("/orders/10001").main
    corrected(visitor, "billing_company", new="Kim & Kim")
    page = visitor.get("/account/provenance").main
    assert page.count("you corrected it") == 2
    assert "Kim & Kim" in page


@pytest.mark.promise("P70")
def test_a_mail_to_the_desk_leads_by_its_code_and_a_sign_in_to_the_correction(
    customer: SignedIn, staff_member: Callable[[str], SignedIn], settings: Settings
) -> None:
    clause = spaced(next(part for part in customer.get("/privacy-policy")["section"] if part.cssselect("#correction")))
    assert rules.text("company.newsletter") in clause

    desk = staff_member("privacy-officer")
    letter = {"topic": "information", "message": "My name is Alexis.", "email": "alex.kim@example.com"}
    sent = desk.get("/staff/cases/new").form("/staff/cases/new").submit(channel="mail", **letter)
    assert sent.status == 303
    corrections = desk.get(f"{sent.location}/corrections")
    assert "Nobody has proved yet" in corrections.main, "a mail alone opens nothing"

    number = proven(customer, settings, "alex.kim@example.com", "correction")
    page = customer.get(f"/my-information/requests/{number}")
    page.form("/sign-in", "Sign in and show").submit()
    form = customer.get(f"/my-information/requests/{number}/correction", {"field": "name"}).form("/correction")
    assert form.submit(new="Alexis Kim").status == 303
    assert customer.get("/account/profile").form("/account/profile").values()["name"] == "Alexis Kim"
    assert "Answered" in desk.get(f"/staff/cases/{number}").main
