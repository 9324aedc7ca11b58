"""Remarks on a text in work: written by whoever reads it, settled by whoever mends it."""

import pytest

from app.foundation.errors import Missing, Refusal
from app.policy import service
from app.policy.service import Wording, comments
from tests.unit.policy.writers import an_act

TEXT = "## Your mail {#your-mail}\n\nWe sell nothing.\n"


@pytest.fixture
def in_work(first: object) -> None:
    service.save(an_act(), service.draft().token, Wording(TEXT), "Pat Editor")


@pytest.mark.usefixtures("in_work")
def test_a_remark_is_found_again_with_its_clause_and_who_wrote_it() -> None:
    act = an_act()
    comments.remark(act, "your-mail", " Nothing at all? ", "Kim Second")
    (found,) = comments.remarks()
    assert (found.anchor, found.text, found.actor_name, found.at) == (
        "your-mail",
        "Nothing at all?",
        "Kim Second",
        act.at,
    )
    assert not found.settled


@pytest.mark.usefixtures("in_work")
def test_a_settled_remark_stays_readable() -> None:
    number = comments.remark(an_act(), "your-mail", "Shorter, please.", "Kim Second")
    act = an_act()
    comments.settle(act, number)
    comments.settle(an_act(), number)
    (found,) = comments.remarks()
    assert found.settled_at == act.at


@pytest.mark.usefixtures("in_work")
def test_an_empty_remark_is_refused() -> None:
    with pytest.raises(Refusal):
        comments.remark(an_act(), "your-mail", " \n", "Kim Second")


@pytest.mark.usefixtures("first")
def test_there_is_nothing_to_remark_on_without_a_draft() -> None:
    with pytest.raises(Missing):
        comments.remark(an_act(), "your-mail", "x", "Kim Second")
    with pytest.raises(Missing):
        comments.settle(an_act(), 1)
    assert comments.remarks() == ()
