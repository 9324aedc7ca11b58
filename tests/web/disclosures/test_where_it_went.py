"""Customers see where their information went: to whom, what kinds, why, and how often."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.disclosures.egress import SupplierSilent
from app.disclosures.service import ledger
from app.disclosures.service.ledger import Entry
from app.foundation import work
from app.foundation.acts import Act, system_act
from app.payments import service as payments
from app.permissions.subjects import Subject
from tests.pages import Page
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import bind, practice_beside
from tests.suppliers import register

ORDER = ("trial:10001", 5114)
URLS = {"success_url": "https://localhost:8443/orders/10001", "cancel_url": "https://localhost:8443/orders/10001"}


def went(browser: SignedIn) -> Page:
    return browser.get("/account/disclosures")


def record(act: Act, person: str, **changes: object) -> None:
    values: dict[str, object] = {
        "recipient": "card-processor",
        "ground": "card",
        "person": person,
        "case_ref": "order:10001",
        "fields": ("amount",),
        "payload": b"5114",
    }
    work.unit(lambda: ledger.record(act, Entry(**(values | changes))))  # type: ignore[arg-type]  # as given


def test_before_anything_left_the_page_says_so_and_the_menu_leads_there(customer: SignedIn) -> None:
    page = customer.get("/account").open("Where it went")
    assert page.path == "/account/disclosures"
    assert "Nothing has left us yet" in page.main


def test_a_payment_is_listed_with_recipient_kinds_reason_and_clause(
    app: Flask, customer: SignedIn, tmp_path: Path
) -> None:
    with practice_beside(app, tmp_path):
        act = system_act("customer", str(customer.account_id), 1)
        work.unit(lambda: payments.begin(act, *ORDER, f"account:{customer.account_id}", **URLS))
    page = went(customer)
    [row] = page["#disclosures tbody tr"]
    for words in ("Practice Card Processor", "amount, order number", "to bill your order"):
        assert words in " ".join(row.itertext())
    assert page["#disclosures tbody a"][0].get("href") == "/privacy-policy#card-processor"
    assert "5114" not in page.main


def test_what_left_about_the_person_or_to_their_address_is_listed_too(app: Flask, customer: SignedIn, act: Act) -> None:
    register(replace(app.extensions["shop.settings"], smtp_host="relay.example.net"))
    mail = {"recipient": "mail-relay", "ground": "supplier", "fields": ("e-mail address", "message")}
    for _ in range(3):
        record(act, Subject(0, "alex.kim@example.com").key, **mail)
    [row] = went(customer)["#disclosures tbody tr"]
    assert "relay.example.net" in " ".join(row.itertext())
    assert "".join(row[-1].itertext()).strip() == "3"


def test_nobody_sees_what_left_about_somebody_else(customer: SignedIn, other_customer: SignedIn, act: Act) -> None:
    record(act, f"account:{customer.account_id}")
    assert "Practice Card Processor" in went(customer).main
    assert "Nothing has left us yet" in went(other_customer).main


def test_what_a_court_forbids_to_tell_is_hidden_until_the_ban_ends(customer: SignedIn, act: Act) -> None:
    court = {"recipient": "District court", "ground": "legal", "fields": ("name",)}
    record(act, f"account:{customer.account_id}", **court, visible_from=act.at + timedelta(days=30))
    assert "District court" not in went(customer).text
    record(replace(act, at=act.at - timedelta(days=31)), f"account:{customer.account_id}", **court)
    assert "District court" in went(customer).main


def test_a_call_that_got_no_answer_is_marked_as_not_confirmed(app: Flask, customer: SignedIn) -> None:
    settings = app.extensions["shop.settings"]
    bind(app, replace(settings, processor_url="http://127.0.0.1:9"))
    act = system_act("customer", str(customer.account_id), 1)
    with pytest.raises(SupplierSilent):
        work.unit(lambda: payments.begin(act, *ORDER, f"account:{customer.account_id}", **URLS))
    bind(app, settings)
    assert "not confirmed" in went(customer).main
