"""Suppliers come from the settings, confirm our requirements each year, and get nothing once that has lapsed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.config import Settings
from app.disclosures import views
from app.disclosures.models import VendorAttestation
from app.disclosures.service import ledger, requirements, suppliers
from app.disclosures.service.ledger import Entry, SupplierShut
from app.disclosures.service.suppliers import Statement
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from tests.suppliers import SIGNER, register


@pytest.fixture
def shop_settings(app: Flask) -> Settings:
    found: Settings = app.extensions["shop.settings"]
    return replace(found, smtp_host="relay.example.net", redis_url="redis://queue.example.net:6379/0")


def filled(act: Act, shop_settings: Settings) -> None:
    work.unit(lambda: suppliers.fill(act, shop_settings))


def by_name(act: Act) -> dict[str, views.SupplierCard]:
    return {card.name: card for card in views.cards(act.at)}


def test_every_supplier_of_the_settings_is_entered_with_its_task_fields_and_hosts(
    act: Act, shop_settings: Settings
) -> None:
    filled(act, shop_settings)
    cards = by_name(act)
    assert set(cards) >= {"card-processor", "mail-relay", "queue-host"}
    assert cards["card-processor"].fields == ("amount", "order number", "customer reference", "payment reference")
    assert "card token" in cards["card-processor"].gives_back
    assert cards["card-processor"].hosts == ("localhost:8444",)
    assert (cards["mail-relay"].role, cards["mail-relay"].fields) == (
        "sending our e-mail",
        ("e-mail address", "message"),
    )


def test_the_practice_processor_is_no_supplier_of_a_real_shop(shop_settings: Settings) -> None:
    real = replace(shop_settings, env="production")
    assert "card-processor" not in {wish.name for wish in suppliers.wanted(real)}


def test_filling_again_changes_nothing_and_a_new_host_is_noted(act: Act, shop_settings: Settings) -> None:
    filled(act, shop_settings)
    before = db.session.scalars(select(AuditEntry.id)).all()
    filled(act, shop_settings)
    assert db.session.scalars(select(AuditEntry.id)).all() == before
    filled(act, replace(shop_settings, smtp_host="other.example.net"))
    assert by_name(act)["mail-relay"].hosts == ("other.example.net",)
    assert "supplier.changed" in db.session.scalars(select(AuditEntry.kind)).all()


def test_a_supplier_whose_setting_is_gone_is_shut_and_leaves_the_policy(act: Act, shop_settings: Settings) -> None:
    filled(act, shop_settings)
    assert any("Mail relay" in line for line in views.lines())
    filled(act, replace(shop_settings, smtp_host=""))
    assert by_name(act)["mail-relay"].standing == "shut"
    assert not any("Mail relay" in line for line in views.lines())


def test_a_new_suppliers_first_statement_is_due_within_the_days_of_warning(act: Act, shop_settings: Settings) -> None:
    filled(act, shop_settings)
    card = by_name(act)["mail-relay"]
    assert (card.standing, card.until, card.signer) == ("warned", act.at + timedelta(days=14), "")


def test_a_statement_names_both_texts_and_the_clauses_and_opens_the_door(act: Act, shop_settings: Settings) -> None:
    register(shop_settings)
    card = by_name(act)["card-processor"]
    assert (card.standing, card.signer, card.agreement_version) == ("open", SIGNER, 1)
    (signed,) = views.statements(card.id)
    assert (signed.requirements_version, signed.policy_version) == (1, 1)
    assert signed.clauses == ("no-distribution", "suppliers", "card-processor")


def test_a_statement_is_warned_about_for_14_days_and_then_shuts_the_door(
    act: Act, shop_settings: Settings, entry: Callable[..., Entry]
) -> None:
    register(shop_settings)
    until = by_name(act)["card-processor"].until
    for days, standing in ((15, "open"), (13, "warned"), (0, "shut")):
        then = replace(act, at=until - timedelta(days=days))
        assert by_name(then)["card-processor"].standing == standing
        work.unit(lambda then=then: suppliers.watch(then))  # type: ignore[misc]  # bound at once
        if standing != "shut":
            ledger.admit(then, entry())
            continue
        with pytest.raises(SupplierShut, match="has to wait"):
            ledger.admit(then, entry())
    states = [told.state for told in views.story(by_name(act)["card-processor"].id)]
    assert states == ["shut", "warned", "open", "warned"]


def test_a_new_statement_opens_a_shut_door_again(
    act: Act, shop_settings: Settings, entry: Callable[..., Entry]
) -> None:
    register(shop_settings)
    number = by_name(act)["card-processor"].id
    work.unit(lambda: suppliers.shut(act, number, "They sold a list."))
    with pytest.raises(SupplierShut):
        ledger.admit(act, entry())
    today = clock.central(act.at).date()
    work.unit(lambda: suppliers.attest(act, number, Statement("New Signer", today)))
    ledger.admit(act, entry())


def test_only_the_calendar_needs_no_job(act: Act, shop_settings: Settings, entry: Callable[..., Entry]) -> None:
    register(shop_settings)
    with pytest.raises(SupplierShut):
        ledger.admit(replace(act, at=act.at + timedelta(days=400)), entry())


@pytest.mark.parametrize(("days", "words"), [(2, "lies ahead"), (-400, "lapsed already")])
def test_a_statement_of_an_impossible_day_is_refused(act: Act, shop_settings: Settings, days: int, words: str) -> None:
    filled(act, shop_settings)
    number = by_name(act)["card-processor"].id
    day: date = (act.at + timedelta(days=days)).date()
    with pytest.raises(Refusal, match=words):
        suppliers.attest(act, number, Statement("Cora", day))
    assert db.session.scalar(select(VendorAttestation.id)) is None


def test_there_is_no_statement_of_an_unknown_supplier(app: Flask, act: Act) -> None:
    with pytest.raises(Missing):
        suppliers.attest(act, 999, Statement("Cora", act.at.date()))


@pytest.mark.usefixtures("app")
def test_requirements_have_versions_that_suppliers_sign(act: Act, shop_settings: Settings) -> None:
    register(shop_settings)
    assert requirements.current_number() == 1
    work.unit(lambda: requirements.publish(act, "Keep everything secret.\r\nAlways."))
    newest = requirements.versions()[0]
    assert (newest.number, newest.text) == (2, "Keep everything secret.\nAlways.\n")
    number = by_name(act)["card-processor"].id
    work.unit(lambda: suppliers.attest(act, number, Statement("Cora", (act.at - timedelta(days=1)).date())))
    assert [signed.requirements_version for signed in views.statements(number)] == [2, 1]


@pytest.mark.parametrize(("text", "words"), [("  \n", "Please write"), (None, "Nothing differs")])
def test_requirements_that_say_nothing_new_are_refused(
    act: Act, shop_settings: Settings, text: str | None, words: str
) -> None:
    register(shop_settings)
    with pytest.raises(Refusal, match=words):
        requirements.publish(act, requirements.versions()[0].text if text is None else text)
