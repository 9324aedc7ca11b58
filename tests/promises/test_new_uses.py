"""New uses: only those that were posted, and each of them to be refused by whom it concerns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions.models import VersionPurpose
from app.policy import service as policy
from tests.journeys.posting import posted
from tests.people import SignedIn
from tests.promises import steps

Staff = Callable[[str], SignedIn]
Move = Callable[[int], None]
GUESSING, INSIDE = "Understanding customers better", "On the site and in house"
USE = {"use_1": "understand", "use_1_words": "We guess from your orders what you may need next."}
PAGE = "/account/new-uses"


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the shop's clock on by so many days."""
    real, moved = clock.now, [0]
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=moved[0]))

    def on(days: int) -> None:
        moved[0] += days

    return on


def with_comma(text: str) -> str:
    return text.replace("so that you notice when", "so that you notice, when")


def without_comma(text: str) -> str:
    return text.replace("so that you notice, when", "so that you notice when")


def stands(desk: SignedIn, who: str) -> str:
    return steps.standing(desk, who)[GUESSING][INSIDE]


@pytest.mark.promise("P81")
def test_information_gets_a_new_use_only_after_the_policy_said_so(
    customer: SignedIn, staff_member: Staff, move: Move
) -> None:
    work.unit(lambda: db.session.execute(delete(VersionPurpose).where(VersionPurpose.purpose == "understand")) and None)
    editor, reviewer, desk = (staff_member(role) for role in ("policy-editor", "policy-reviewer", "service"))
    posted(editor, reviewer, with_comma, change_class="typo", change_note="A comma.")
    assert stands(desk, steps.ALEX) == "no not promised when the data came"  # a stranger, under version 2
    posted(editor, reviewer, without_comma, change_class="widens", change_note="We want to guess.", **USE)
    customer.get(PAGE).form(PAGE, "Yes").submit("Yes, you may")
    assert stands(desk, customer.user_id) == "no new use, still waiting"
    move(32)
    desk.sign_in()
    assert stands(desk, customer.user_id) == "yes"


@pytest.mark.promise("P83")
def test_whoever_refuses_a_new_use_is_left_out_of_it_when_it_begins(
    customer: SignedIn, other_customer: SignedIn, staff_member: Staff, act: Act, move: Move
) -> None:
    work.unit(lambda: rules.set_value(act, "gate.old-data", "window", act.at, "the literal reading"))
    editor, reviewer, desk = (staff_member(role) for role in ("policy-editor", "policy-reviewer", "service"))
    posted(editor, reviewer, with_comma, change_class="widens", change_note="We want to guess.", **USE)
    page = customer.get("/account").open("Choose")
    assert "unless you refuse it" in page.main
    assert "We noted that you refuse it." in page.form(PAGE, "Refuse").submit("Refuse").follow().main
    for reader in (customer, other_customer):
        policy.engaged(act, reader.account_id, 2, "notified", "mail")
    db.session.commit()
    move(32)
    desk.sign_in()
    assert stands(desk, customer.user_id) == "no said stop"
    assert stands(desk, other_customer.user_id) == "yes"
