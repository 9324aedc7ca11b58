"""The customer's saved cards: brand, last four and expiry, removed at the processor itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.disclosures.models import Disclosure
from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.payments import service
from app.payments.adapters.interface import CardSummary
from app.payments.service import cards
from tests.people import SignedIn
from tests.practice_processor.beside_the_shop import PracticeBeside
from tests.web.payments.test_paying import GOOD, Ear, ear

__all__ = ["ear"]

SHOP = "https://localhost:8443/orders/10001"


def paid_once(customer: SignedIn, act: Act, practice: PracticeBeside, ear: Ear) -> None:
    """Pay something of theirs, so that the processor has a card and tells of it."""
    pages: list[str] = []
    ref = f"account:{customer.account_id}"
    work.unit(lambda: pages.append(service.begin(act, "trial:10001", 5114, ref, success_url=SHOP, cancel_url=SHOP)))
    db.session.rollback()
    practice.pay_at(pages[0], GOOD)
    ear.wait_for(1)


def test_a_customer_without_a_payment_has_no_card_and_needs_none(customer: SignedIn) -> None:
    page = customer.get("/account/billing").open("Saved cards")
    assert page.h1 == "Saved cards"
    assert "You need none before you pay" in page.main
    assert not page[".page form"]


def test_the_card_last_paid_with_is_shown_and_removed_at_the_processor(
    customer: SignedIn, act: Act, practice: PracticeBeside, ear: Ear
) -> None:
    paid_once(customer, act, practice, ear)
    card = service.card_of(f"account:{customer.account_id}")
    assert card is not None
    page = customer.get("/account/cards")
    assert "Visa ending in 4242" in page.main
    assert re.search(r"Good until \d\d/20\d\d", page.main)
    assert card.token not in page.text

    answer = page.form("/account/cards/removal", "Remove").submit()

    assert "removed, here and at the card processor" in answer.follow().main
    assert service.card_of(f"account:{customer.account_id}") is None
    assert practice.api("POST", f"/payment_methods/{card.token}/detach", {}).status == 200
    assert practice.api("POST", "/payment_methods/pm_nobody/detach", {}).status == 404
    told = db.session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)).all()
    assert told[-1] == "payments/card_removed"
    assert ["customer reference"] in db.session.scalars(select(Disclosure.fields)).all(), "it stands in the ledger"
    kinds = db.session.scalars(text("SELECT kind FROM audit_entry WHERE subject_ref LIKE 'account:%'")).all()
    assert "card.removed" in kinds
    assert page.form("/account/cards/removal").submit().status == 404, "there is nothing more to remove"


def test_a_silent_processor_leaves_the_card_and_says_so(
    customer: SignedIn, act: Act, practice: PracticeBeside, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid_once(customer, act, practice, ear)
    form = customer.get("/account/cards").form("/account/cards/removal")
    monkeypatch.setattr(cards.processor(), "_cards", f"{practice.address}/nothing-here-answers-json")
    monkeypatch.setattr("app.disclosures.egress._send", _silent)
    answer = form.submit()
    assert answer.status == 422
    assert "does not answer" in answer.main
    assert "Visa ending in 4242" in answer.main


def _silent(*_given: object) -> None:
    raise ValueError("no answer")


def test_another_customer_sees_no_card_and_removes_none(customer: SignedIn, other_customer: SignedIn, act: Act) -> None:
    summary = CardSummary("pm_1", "amex", "0005", 1, 2020)
    work.unit(lambda: cards.keep_card(f"account:{customer.account_id}", "cus_1", summary, act.at))
    page = customer.get("/account/cards")
    assert "Amex ending in 0005" in page.main
    assert "expired" in page.main
    assert "No saved card" in other_customer.get("/account/cards").main
    values = {"csrf_token": page.form("/account/cards/removal").values()["csrf_token"]}
    assert other_customer.post("/account/cards/removal", values).status in {404, 422}
    assert "Amex" in customer.get("/account/cards").main


def test_cards_need_a_recent_sign_in(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=20))
    assert customer.get("/account/cards").location.startswith("/sign-in/again")
