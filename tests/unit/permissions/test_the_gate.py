"""The gate: first match wins, every answer is stored, a permit is good once."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.permissions import purposes, reasons
from app.permissions import service as gate
from app.permissions.models import Decision, PermissionEvent, Suppression
from app.permissions.service import Permit, Refused, choices
from app.permissions.subjects import Subject, address_key

KIM = Subject(7, "kim@example.com")
STRANGER = Subject(0, "lee@example.com")
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def customer(app: Flask, act: Act) -> Subject:
    gate.open_cause(act, KIM, "customer", "account:7")
    return KIM


def reason(answer: Permit | Refused) -> str:
    return answer.reason if isinstance(answer, Refused) else "allowed"


def later(act: Act, **time: float) -> Act:
    return replace(act, at=act.at + timedelta(**time))


def test_a_customer_hears_of_updates_and_a_stranger_does_not(customer: Subject, act: Act) -> None:
    assert reason(gate.ask(act, customer, "site_update", "email")) == "allowed"
    assert reason(gate.ask(act, STRANGER, "site_update", "email")) == "customers-only"


def test_an_order_mail_needs_its_own_open_order(customer: Subject, act: Act) -> None:
    gate.open_cause(act, customer, "order", "order:10001")
    assert reason(gate.ask(act, customer, "order", "email", "order:10001")) == "allowed"
    assert reason(gate.ask(act, customer, "order", "email", "order:10002")) == "no-cause"
    gate.close_cause(act, "order", "order:10001")
    assert reason(gate.ask(act, customer, "order", "email", "order:10001")) == "cause-closed"


@pytest.mark.parametrize("channel", ["post", "phone"])
def test_a_question_about_something_else_asks_for_no_marketing(
    customer: Subject, act: Act, channel: purposes.Channel
) -> None:
    gate.open_cause(act, customer, "request", "case:1")
    assert reason(gate.ask(act, customer, "requested", channel, "case:1")) == "allowed"
    assert reason(gate.ask(act, customer, "marketing", channel, "case:1")) == "no-cause"
    gate.open_cause(act, customer, "wanted", "case:2")
    assert reason(gate.ask(act, customer, "marketing", channel, "case:2")) == "allowed"


def test_a_cause_ends_at_its_limit(customer: Subject, act: Act) -> None:
    gate.open_cause(act, customer, "order", "order:10001")
    gate.close_cause(act, "order", "order:10001", expires_at=act.at + timedelta(days=60))
    assert reason(gate.ask(later(act, days=59), customer, "order", "email", "order:10001")) == "allowed"
    assert reason(gate.ask(later(act, days=61), customer, "order", "email", "order:10001")) == "cause-expired"


def test_stop_everything_ends_every_purpose_but_those_of_collection(customer: Subject, act: Act) -> None:
    gate.open_cause(act, customer, "order", "order:10001")
    gate.stop(act, customer, "*", "*", "mail")
    for purpose in ("marketing", "site_update", "survey", "requested"):
        assert reason(gate.ask(act, customer, purpose, "email", "order:10001")) == "stopped"
    for purpose in ("personalise", "improve", "hygiene", "understand"):
        assert reason(gate.ask(act, customer, purpose, "internal")) == "stopped"
    for purpose in ("order", "billing", "account", "policy_notice"):
        assert reason(gate.ask(act, customer, purpose, "email", "order:10001")) == "allowed"


def test_the_newest_stop_wins_unless_the_person_allows_again(customer: Subject, act: Act) -> None:
    gate.stop(act, customer, "marketing", "email", "one-click")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "stopped"
    gate.allow(act, customer, "marketing", "email", "web form")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "allowed"
    gate.stop(act, customer, "*", "*", "letter")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "stopped"


@pytest.mark.parametrize("source", ["staff", "import"])
def test_nobody_else_can_undo_a_stop(customer: Subject, act: Act, source: str) -> None:
    gate.stop(act, customer, "marketing", "email", "one-click")
    with pytest.raises(Refusal, match="Only the person"):
        gate.allow(act, customer, "marketing", "email", source)  # type: ignore[arg-type]
    assert reason(gate.ask(act, customer, "marketing", "email")) == "stopped"


def test_staff_may_add_a_stop(customer: Subject, act: Act) -> None:
    gate.stop(act, customer, "marketing", "*", "staff")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "stopped"


def test_a_stop_by_one_address_holds_for_the_person_who_has_it(customer: Subject, act: Act) -> None:
    gate.stop(act, Subject(0, KIM.email_key), "marketing", "email", "mail")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "stopped"


def test_a_stop_of_one_channel_leaves_the_others(customer: Subject, act: Act) -> None:
    gate.open_cause(act, customer, "request", "case:1")
    gate.stop(act, customer, "marketing", "phone", "phone")
    assert reason(gate.ask(act, customer, "marketing", "phone", "case:1")) == "stopped"
    assert reason(gate.ask(act, customer, "marketing", "email")) == "allowed"


def test_a_suppressed_address_still_gets_its_password_reset(customer: Subject, act: Act) -> None:
    gate.suppress(act, KIM.email_key, "*", "complaint")
    assert reason(gate.ask(act, customer, "marketing", "email")) == "suppressed"
    assert reason(gate.ask(act, customer, "account", "email")) == "allowed"


@pytest.mark.parametrize("purpose", ["order", "billing", "account"])
def test_what_people_need_cannot_be_suppressed(act: Act, purpose: str) -> None:
    with pytest.raises(ValueError, match="never suppressed"):
        gate.suppress(act, KIM.email_key, purpose, "complaint")


def test_a_suppressed_address_rests_only_as_a_keyed_digest(act: Act) -> None:
    gate.suppress(act, STRANGER.email_key, "*", "mail")
    gate.suppress(act, STRANGER.email_key, "*", "mail")
    (row,) = db.session.scalars(select(Suppression)).all()
    assert row.address_key == address_key("lee@example.com")
    assert "lee" not in row.address_key


@pytest.mark.parametrize(("kind", "expected"), [("hold", "held"), ("closure", "closed")])
def test_a_hold_or_a_closure_comes_before_everything(customer: Subject, act: Act, kind: str, expected: str) -> None:
    gate.open_cause(act, customer, kind, "case:9")
    assert reason(gate.ask(act, customer, "account", "email")) == expected
    gate.close_cause(act, kind, "case:9")
    assert reason(gate.ask(act, customer, "account", "email")) == "allowed"


@pytest.fixture
def new_use(customer: Subject, act: Act) -> int:
    """`survey` is new in version 2; Kim's data came under version 1; the window closes in 30 days."""
    gate.name_purposes(act, 1, frozenset({"marketing", "account"}))
    gate.name_purposes(act, 2)
    gate.collected(act, customer)
    return gate.add_new_use(act, 2, "survey", act.at, act.at + timedelta(days=30))


def test_a_new_use_is_refused_until_its_window_and_the_notice_are_over(new_use: int, act: Act) -> None:
    version2 = replace(act, policy_version=2)
    gate.agreed(version2, KIM)
    gate.allow(version2, KIM, "survey", "*", "policy window", evidence="policy:2")
    assert reason(gate.ask(later(act, days=31), KIM, "survey", "email")) == "new-use"  # never told
    gate.notified(later(act, days=20), KIM, new_use)
    assert reason(gate.ask(later(act, days=31), KIM, "survey", "email")) == "new-use"  # told eleven days ago
    assert reason(gate.ask(later(act, days=35), KIM, "survey", "email")) == "allowed"


def test_with_express_yes_silence_is_no_agreement_and_with_window_it_is(new_use: int, act: Act) -> None:
    from app.foundation import rules

    gate.notified(act, KIM, new_use)
    gate.agreed(replace(act, policy_version=2), KIM)
    late = later(act, days=40)
    assert reason(gate.ask(late, KIM, "survey", "email")) == "new-use"
    rules.set_value(act, "gate.old-data", "window", act.at, "the literal reading")
    assert reason(gate.ask(late, KIM, "survey", "email")) == "allowed"


def test_data_that_came_after_the_new_use_may_be_used(new_use: int, act: Act) -> None:
    newcomer = Subject(8, "new@example.com")
    gate.open_cause(act, newcomer, "customer", "account:8")
    gate.collected(replace(act, policy_version=2), newcomer)
    assert reason(gate.ask(later(act, days=1), newcomer, "survey", "email")) == "allowed"


def test_a_purpose_that_was_not_promised_when_the_data_came_is_refused(customer: Subject, act: Act) -> None:
    gate.name_purposes(act, 1, frozenset({"account", "marketing"}))
    gate.name_purposes(act, 2)
    gate.collected(act, customer)
    assert reason(gate.ask(act, customer, "survey", "email")) == "not-promised"
    gate.agreed(replace(act, policy_version=2), customer)
    assert reason(gate.ask(act, customer, "survey", "email")) == "allowed"


def test_nobody_hears_from_us_unasked_more_often_than_the_cap(customer: Subject, act: Act) -> None:
    for _ in range(4):
        permit = gate.ask(act, customer, "marketing", "email", stage="send")
        assert isinstance(permit, Permit)
        assert gate.use(act, permit.id)
    assert reason(gate.ask(act, customer, "site_update", "email")) == "cap"
    assert reason(gate.ask(later(act, days=31), customer, "site_update", "email")) == "allowed"


def test_a_permit_is_spent_once(customer: Subject, act: Act) -> None:
    permit = gate.ask(act, customer, "account", "email")
    assert gate.use(act, permit.id) is True
    assert gate.use(act, permit.id) is False


def test_a_permit_to_send_is_good_for_five_minutes(customer: Subject, act: Act) -> None:
    permit = gate.ask(act, customer, "account", "email", stage="send")
    assert gate.use(later(act, minutes=6), permit.id) is False
    assert gate.use(later(act, minutes=4), permit.id) is True


def test_a_refusal_is_no_permit(act: Act) -> None:
    refused = gate.ask(act, STRANGER, "marketing", "email")
    assert isinstance(refused, Refused)
    assert refused.words == "only customers may be reached for this"
    assert refused.clause == "marketing"
    assert gate.use(act, refused.id) is False


def test_every_answer_is_stored_with_what_it_rests_on(customer: Subject, act: Act) -> None:
    number = gate.stop(act, customer, "marketing", "email", "one-click")
    gate.ask(act, customer, "marketing", "email")
    row = db.session.scalars(select(Decision)).one()
    assert (row.allowed, row.reason, row.clause, row.events) == (False, "stopped", "marketing", [number])
    assert len(row.inputs_sha256) == 64


def test_a_stop_keeps_who_said_it_when_and_under_which_policy(act: Act) -> None:
    gate.stop(act, STRANGER, "*", "*", "letter", evidence="case:12")
    row = db.session.scalars(select(PermissionEvent)).one()
    assert (row.source, row.evidence_ref, row.policy_version, row.at) == ("letter", "case:12", 1, act.at)
    assert row.subject_key == f"address:{address_key('lee@example.com')}"


def test_prospects_are_left_alone_until_the_shop_switches_that_on(act: Act) -> None:
    from app.foundation import rules

    assert reason(gate.ask(act, STRANGER, "prospect", "email")) == "switched-off"
    rules.set_value(act, "prospect.first-contact", True, act.at, "a test")
    assert reason(gate.ask(act, STRANGER, "prospect", "email")) == "allowed"


def test_a_purpose_that_nobody_promised_cannot_be_asked_for(act: Act) -> None:
    with pytest.raises(KeyError):
        gate.ask(act, STRANGER, "world-domination", "email")
    with pytest.raises(ValueError, match="no purpose"):
        gate.stop(act, STRANGER, "world-domination", "email", "mail")


def test_every_source_and_every_reason_has_its_words() -> None:
    assert set(reasons.SOURCES) == set(get_args(choices.Source))
    assert set(reasons.SHORT) == set(reasons.REASONS)
