"""Every purpose by every channel for every kind of person, against answers written by hand (`expected.csv`)."""

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from app.foundation.acts import Act
from app.permissions import purposes
from app.permissions import service as gate
from app.permissions.purposes import CHANNELS, PURPOSES, YES
from app.permissions.service import Refused
from app.permissions.subjects import Subject

KIM = Subject(7, "kim@example.com")
STRANGER = Subject(0, "lee@example.com")
CAUSES = {"order": "order:10001", "request": "case:12", "wanted": "case:13", "case": "legal-case:3"}
BEHIND = {
    "order": "order", "billing": "order", "requested": "request",
    "marketing": "wanted", "prospect": "wanted", "enforce": "case", "legal": "case",
}  # fmt: skip
"""Which cause is named when the gate is asked; other purposes name the order and do not need it."""
LIMIT = timedelta(days=60)
Row = tuple[str, str]
pytestmark = pytest.mark.usefixtures("app")


def written(state: str) -> dict[Row, tuple[str, str]]:
    """Purpose and channel to answer and reason, as the file has them for one state."""
    return {
        (row["purpose"], row["channel"]): (row["answer"], row["reason"]) for row in lines() if row["state"] == state
    }


def lines() -> list[dict[str, str]]:
    text = (Path(__file__).parent / "expected.csv").read_text().splitlines()
    return list(csv.DictReader(line for line in text if not line.startswith("#")))


def customer(act: Act) -> Subject:
    """Bought here, under a policy that names everything."""
    gate.name_purposes(act, 1)
    return _customer(act)


def _customer(act: Act) -> Subject:
    gate.open_cause(act, KIM, "customer", "account:7")
    gate.collected(act, KIM)
    return KIM


def with_causes(act: Act) -> Subject:
    """A customer with an order, a request and a case, all open."""
    return _causes(act, customer(act))


def _causes(act: Act, subject: Subject) -> Subject:
    for kind, ref in CAUSES.items():
        gate.open_cause(act, subject, kind, ref, expires_at=act.at + LIMIT)
    return subject


def stopped(act: Act) -> Subject:
    """The same customer, who then said stop to everything."""
    subject = with_causes(act)
    gate.stop(act, subject, "*", "*", "mail")
    return subject


def stranger(act: Act) -> Subject:
    """Nobody we know; the shop's policy names everything."""
    gate.name_purposes(act, 1)
    return STRANGER


def unnotified(act: Act) -> Subject:
    """A customer since version 1; version 2 made every purpose new, its window is over, and nobody was told."""
    gate.name_purposes(act, 1, frozenset())
    before = replace(act, at=act.at - timedelta(days=100))
    _causes(act, _customer(before))
    gate.name_purposes(act, 2)
    for purpose in PURPOSES:
        gate.add_new_use(act, 2, purpose, act.at - timedelta(days=60), act.at - timedelta(days=30))
    return KIM


def overdue(act: Act) -> Subject:
    """A customer whose order, request and case ended a day ago."""
    subject = customer(act)
    before = replace(act, at=act.at - LIMIT - timedelta(days=1))
    return _causes(before, subject)


STATES: dict[str, Callable[[Act], Subject]] = {
    "customer": with_causes,
    "stopped": stopped,
    "stranger": stranger,
    "unnotified": unnotified,
    "cause-missing": customer,
    "cause-expired": overdue,
}


def answered(act: Act, subject: Subject) -> dict[Row, tuple[str, str]]:
    """What the gate says for every purpose and channel."""
    found = {}
    for purpose, channel in product(PURPOSES, CHANNELS):
        answer = gate.ask(act, subject, purpose, channel, CAUSES[BEHIND.get(purpose, "order")])
        refused = isinstance(answer, Refused)
        found[purpose, channel] = ("refuse", answer.reason) if refused else ("allow", "allowed")
    return found


def disagreements(given: dict[Row, tuple[str, str]], state: str) -> dict[Row, str]:
    return {row: f"{given[row]}, written {told}" for row, told in written(state).items() if given.get(row) != told}


@pytest.mark.parametrize("state", STATES)
def test_the_gate_answers_as_the_specification_does(act: Act, state: str) -> None:
    assert disagreements(answered(act, STATES[state](act)), state) == {}


def test_the_file_holds_every_purpose_channel_and_state_once() -> None:
    rows = [(row["purpose"], row["channel"], row["state"]) for row in lines()]
    assert len(rows) == 15 * 4 * 6
    assert set(rows) == set(product(PURPOSES, CHANNELS, STATES))


def test_the_file_allows_where_it_gives_no_reason_to_refuse() -> None:
    assert {row["answer"] for row in lines() if row["reason"] == "allowed"} == {"allow"}
    assert {row["answer"] for row in lines() if row["reason"] != "allowed"} == {"refuse"}


def test_a_cell_opened_by_mistake_is_noticed(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(purposes.PURPOSES, "policy_notice", replace(PURPOSES["policy_notice"], post=YES))
    assert set(disagreements(answered(act, with_causes(act)), "customer")) == {("policy_notice", "post")}
