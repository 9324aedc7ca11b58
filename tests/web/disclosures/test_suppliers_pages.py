"""Staff see how each supplier's door stands, record statements, shut doors and clear up calls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.disclosures.models import OutboundCall, Vendor
from app.disclosures.service import suppliers
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.pages import Page
from tests.people import SignedIn


def today(days: int = 0) -> str:
    return (clock.central(clock.now()) + timedelta(days=days)).date().isoformat()


def lapse(act: Act, supplier_id: int, days: int) -> None:
    """Let the statement end so many days from now, as the calendar would."""
    work.unit(lambda: setattr(db.session.get_one(Vendor, supplier_id), "attest_until", act.at + timedelta(days=days)))
    work.unit(lambda: suppliers.watch(act))


def a_call(act: Act, state: str) -> int:
    row = OutboundCall(
        supplier="card-processor",
        kind="open checkout",
        subject_ref="order:10001",
        idempotency_key="key-1",
        payload_sha256="0" * 64,
        intended_at=act.at,
        tried_at=act.at,
        state=state,
    )
    work.unit(lambda: db.session.add(row))
    return row.id


def shown(page: Page) -> str:
    return " ".join("".join(page["#suppliers tbody tr"][0].itertext()).split())


def test_the_menu_leads_to_the_list_with_tasks_doors_and_fields(privacy_officer: SignedIn) -> None:
    page = privacy_officer.get("/staff").open("Suppliers")
    for words in ("Card processor", "card processing", "open", "amount, order number"):
        assert words in shown(page)
    assert "needs a statement" not in page.main


@pytest.mark.parametrize("role", ["marketing", "production", "policy-editor"])
def test_other_staff_do_not_see_suppliers(staff_member: Callable[[str], SignedIn], role: str) -> None:
    assert staff_member(role).get("/staff/suppliers").status == 403


def test_a_statement_that_ends_soon_is_warned_about_on_top(privacy_officer: SignedIn, act: Act, processor: int) -> None:
    lapse(act, processor, days=10)
    page = privacy_officer.get("/staff/suppliers")
    assert "One supplier needs a statement" in page.main
    assert "its door shuts on" in page.main


def test_a_lapsed_statement_shows_what_waits_and_a_new_one_opens_the_door(
    privacy_officer: SignedIn, act: Act, processor: int
) -> None:
    lapse(act, processor, days=-1)
    a_call(act, "refused")
    page = privacy_officer.get("/staff/suppliers")
    assert "its door is shut, and what should go there waits" in page.main
    path = f"/staff/suppliers/{processor}"
    page = privacy_officer.get(path)
    assert "order:10001" in page.main
    answer = (
        page.open("Record a yearly statement")
        .form(f"{path}/statement")
        .submit(signer="Cora Signer", signed_on=today(), filed="y")
    )
    assert answer.status == 303
    page = answer.follow()
    assert "the door is open" in page.main
    assert "Cora Signer" in page.main
    assert "no-distribution, suppliers, card-processor" in page.main


def test_the_form_names_both_texts_and_the_clauses(privacy_officer: SignedIn, processor: int) -> None:
    page = privacy_officer.get(f"/staff/suppliers/{processor}/statement")
    assert "Our requirements, version 1" in page.main
    links = {link.get("href") for link in page["main a"]}
    assert {"/privacy-policy#no-distribution", "/privacy-policy#suppliers", "/privacy-policy#card-processor"} <= links


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"signer": ""}, "signer", "who signed"),
        ({"signed_on": ""}, "signed_on", "on which day"),
        ({"signed_on": "31.12.2026"}, "signed_on", "like 2027-01-31"),
        ({"signed_on": "0001-01-01"}, "signed_on", "like 2027-01-31"),
        ({"signed_on": "2020-01-31"}, "signed_on", "lapsed already"),
        ({"signed_on": today(3)}, "signed_on", "lies ahead"),
        ({"filed": None}, "filed", "send both texts first"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_beside_its_field(
    privacy_officer: SignedIn, processor: int, typed: dict[str, str | None], field: str, words: str
) -> None:
    path = f"/staff/suppliers/{processor}/statement"
    good: dict[str, str | None] = {"signer": "Cora Signer", "signed_on": today(), "filed": "y"}
    page = privacy_officer.get(path).form(path).submit(**(good | typed))
    assert page.status == 422
    assert words in page.errors()[field]


def test_a_door_can_be_shut_at_once_with_a_reason(privacy_officer: SignedIn, processor: int) -> None:
    path = f"/staff/suppliers/{processor}/closing"
    page = privacy_officer.get(f"/staff/suppliers/{processor}").form(path).submit(reason="")
    assert page.status == 422
    assert "why" in page.errors()["reason"]
    answer = page.form(path).submit(reason="They sold a list.")
    assert answer.status == 303
    page = answer.follow()
    assert "They sold a list." in page.main
    assert "Shut the door now" not in page.main
    assert "shut" in shown(privacy_officer.get("/staff/suppliers"))


@pytest.mark.parametrize(("outcome", "state"), [("arrived", "arrived"), ("lost", "lost")])
def test_staff_say_what_became_of_a_call_that_was_cut_short(
    privacy_officer: SignedIn, act: Act, processor: int, outcome: str, state: str
) -> None:
    number = a_call(act, "uncertain")
    path = f"/staff/suppliers/{processor}/calls/{number}"
    page = privacy_officer.get(f"/staff/suppliers/{processor}")
    answer = page.form(path).submit(outcome=outcome)
    assert answer.status == 303
    assert "Cut short" not in answer.follow().main
    again = page.form(path).submit(outcome=outcome)
    assert again.status == 422
    assert "cleared this up already" in again.main
    assert db.session.get_one(OutboundCall, number, populate_existing=True).state == state


def test_an_outcome_that_is_none_changes_nothing(privacy_officer: SignedIn, act: Act, processor: int) -> None:
    number = a_call(act, "uncertain")
    page = privacy_officer.get(f"/staff/suppliers/{processor}")
    answer = page.form(f"/staff/suppliers/{processor}/calls/{number}").submit(outcome="eaten by the dog")
    assert answer.status == 422
    assert db.session.get_one(OutboundCall, number, populate_existing=True).state == "uncertain"


@pytest.mark.parametrize("path", ["/staff/suppliers/999", "/staff/suppliers/999/statement"])
def test_an_unknown_supplier_is_not_found(privacy_officer: SignedIn, path: str) -> None:
    assert privacy_officer.get(path).status == 404


def test_requirements_are_read_and_get_a_new_version(privacy_officer: SignedIn) -> None:
    path = "/staff/suppliers/requirements"
    page = privacy_officer.get("/staff/suppliers").open("written requirements")
    assert "You pass it to nobody." in page.main
    refused = page.form(path).submit()
    assert refused.status == 422
    assert "Nothing differs" in refused.errors()["text"]
    answer = page.form(path).submit(text="Keep everything secret.")
    assert answer.status == 303
    assert "Version 2" in answer.follow().main


def test_a_shop_without_suppliers_says_how_to_get_them(
    app: Flask, staff_member: Callable[[str], SignedIn], act: Act
) -> None:
    settings = replace(app.extensions["shop.settings"], env="production")
    work.unit(lambda: suppliers.fill(act, settings))
    assert "shut" in shown(staff_member("administrator").get("/staff/suppliers"))
