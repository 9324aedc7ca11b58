"""What the checks of the door see: calls and their lines in the ledger, grounds, lists, and the guard."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.audit import service as audit
from app.disclosures import guard
from app.disclosures.checks import CHECKS
from app.disclosures.models import OutboundCall, Vendor
from app.foundation import clock, rules, work
from app.foundation.checks import Result, State
from app.foundation.database import db
from tests.evidence.breach import edit, forget, seen
from tests.evidence.breaches_disclosures import PROCESSOR, after_the_lapse, billed, opened_with_suppliers
from tests.evidence.planted import act, disclosed, gone

NAMED = {check.name: check for check in CHECKS}
KEPT, FAILING, UNCHECKED = State.KEPT, State.FAILING, State.UNCHECKED


def found(name: str) -> Result:
    return seen(NAMED[name])


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("name", ["every-call-recorded", "processor-gets-only", "grounds-closed"])
def test_before_anything_left_nothing_can_be_said_of_it(app: Flask, name: str) -> None:
    assert found(name).state == UNCHECKED


@pytest.mark.usefixtures("opened")
def test_what_left_is_counted(app: Flask) -> None:
    billed(app)
    billed(app, key="another")
    words = "2 messages left us in 90 days; none without a fitting line in our record from before."
    assert found("every-call-recorded") == Result(KEPT, words)
    assert found("processor-gets-only").measured.startswith("2 messages to the card processor")
    assert found("grounds-closed").measured.startswith("2 lines of our record in 90 days, 0 of them under the law")


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "change",
    [
        {"payload_sha256": "0" * 64},
        {"tried_at": clock.now() - timedelta(hours=1)},
        {"supplier": "somebody-else"},
        {"state": "silent", "payload_sha256": "1" * 64},
    ],
)
def test_a_call_that_its_line_does_not_fit_is_seen(app: Flask, change: dict[str, Any]) -> None:
    billed(app)
    edit(update(OutboundCall).values(**change))
    assert found("every-call-recorded").state == FAILING


@pytest.mark.usefixtures("opened")
def test_a_call_that_a_shut_door_held_back_needs_no_line(app: Flask) -> None:
    billed(app)
    edit(update(OutboundCall).values(state="refused"))
    gone("disclosure")
    assert found("every-call-recorded").state == UNCHECKED


@pytest.mark.usefixtures("opened")
def test_more_than_the_suppliers_list_is_seen(app: Flask) -> None:
    billed(app)
    edit(update(Vendor).where(Vendor.name == PROCESSOR).values(data_fields=["amount"]))
    assert found("every-call-recorded").state == FAILING


@pytest.mark.usefixtures("opened")
def test_a_longer_list_of_the_processor_is_seen_before_anything_goes_by_it(app: Flask) -> None:
    billed(app)
    edit(
        update(Vendor).where(Vendor.name == PROCESSOR).values(data_fields=["amount", "order number", "e-mail address"])
    )
    assert found("processor-gets-only").state == FAILING


@pytest.mark.usefixtures("opened")
def test_another_recipient_may_be_given_what_the_processor_may_not(app: Flask) -> None:
    billed(app)
    disclosed(recipient="mail-relay", ground="supplier", fields=["e-mail address", "message"])
    assert found("processor-gets-only").state == KEPT


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("line", "state"),
    [
        ({"recipient": "county-sheriff", "ground": "legal", "case_ref": "case:40001"}, KEPT),
        ({"recipient": "county-sheriff", "ground": "enforce", "case_ref": ""}, FAILING),
        ({"recipient": "data-broker", "ground": "supplier"}, FAILING),
        ({"recipient": "Lakeside Bindery", "ground": "subsidiary"}, KEPT),
    ],
)
def test_each_ground_needs_what_the_text_says(app: Flask, line: dict[str, Any], state: State) -> None:
    billed(app)
    disclosed(**line)
    assert found("grounds-closed").state == state


@pytest.fixture
def guarded(app: Flask, opened: None) -> Iterator[None]:
    guard.install(app, frozenset({"files.example"}))
    yield
    guard.switch_off()


@pytest.mark.usefixtures("guarded")
def test_the_guard_is_asked_without_a_note_of_it(app: Flask) -> None:
    assert guard.refuses("somewhere.invalid")
    assert not guard.refuses("files.example")
    assert not guard.refuses("127.0.0.1")
    assert found("no-undisclosed-connection").state == KEPT
    assert found("no-undisclosed-connection").measured.endswith("one that we tried just now was refused.")


@pytest.mark.usefixtures("guarded")
def test_a_refused_connection_shows_for_a_month(app: Flask) -> None:
    long_ago, lately = act(days=-31), act(days=-29)
    work.unit(lambda: audit.record(long_ago, guard.REFUSED, "host:tracker.example", host="tracker.example"))
    assert found("no-undisclosed-connection").state == KEPT
    work.unit(lambda: audit.record(lately, guard.REFUSED, "host:tracker.example", host="tracker.example"))
    result = found("no-undisclosed-connection")
    assert result.state == FAILING
    assert "tracker" not in result.measured


@pytest.mark.usefixtures("opened")
def test_a_shop_without_its_guard_says_so_and_a_real_one_fails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    guard.switch_off()
    assert found("no-undisclosed-connection").state == UNCHECKED
    real = replace(app.extensions["shop.settings"], env="production")
    monkeypatch.setitem(app.extensions, "shop.settings", real)
    assert found("no-undisclosed-connection").state == FAILING


def test_every_supplier_stands_in_the_text_until_one_is_added(app: Flask, opened: None) -> None:
    opened_with_suppliers(app)
    result = found("suppliers-listed")
    assert result.measured.startswith("1 supplier that our software can reach, all named in the text; none")
    edit(update(Vendor).values(hosts=["elsewhere.example:443"]))
    assert found("suppliers-listed").state == FAILING


def test_a_supplier_whose_confirmation_lapsed_got_nothing_more(app: Flask, opened: None) -> None:
    opened_with_suppliers(app)
    billed(app)
    assert found("suppliers-listed").state == KEPT
    after_the_lapse(app)
    assert found("suppliers-listed").state == FAILING


@pytest.mark.usefixtures("opened")
def test_a_subsidiary_is_given_something_only_once_the_text_names_it(app: Flask) -> None:
    assert found("subsidiaries-listed").state == KEPT
    disclosed(recipient="Lakeside Bindery", ground="subsidiary", fields=["name"])
    assert found("subsidiaries-listed").state == FAILING
    lines = ["Lakeside Bindery: binding"]
    work.unit(lambda: rules.set_value(act(), "company.subsidiaries", lines, clock.now(), "bought in May"))
    forget()
    assert found("subsidiaries-listed").state == FAILING, "the text still says nothing of it"


def test_before_a_text_nothing_can_be_said_of_its_lists(app: Flask) -> None:
    assert found("suppliers-listed").state == UNCHECKED
    assert found("subsidiaries-listed").state == UNCHECKED


@pytest.mark.usefixtures("opened")
def test_what_waits_for_the_processor_is_searched_for_card_numbers(app: Flask) -> None:
    billed(app)
    row = OutboundCall(
        supplier=PROCESSOR, kind="test", subject_ref="order:10001", idempotency_key="waits", payload_sha256="0" * 64,
        payload={"note": "4111 1111 1111 1111"}, intended_at=clock.now(), tried_at=clock.now(), state="intended",
    )  # fmt: skip
    work.unit(lambda: db.session.add(row))
    assert found("processor-gets-only").state == FAILING
