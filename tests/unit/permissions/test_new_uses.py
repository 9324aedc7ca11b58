"""A new use is a closed gate: it opens to each person by itself, and never what its version no longer says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.permissions import purposes
from app.permissions import service as gate
from app.permissions.purposes import PURPOSES
from app.permissions.service import Refused, UseLine, new_uses, own_uses
from app.permissions.subjects import Subject
from app.policy import live_values
from app.policy import service as policy
from app.policy.forms import REFUSABLE
from app.policy.service import NewUse
from app.policy.views import VersionLine
from tests.people import new_account
from tests.policies import AUTHOR, Change, an_act, posted

BEFORE = frozenset(PURPOSES) - {"understand"}
"""What version 1 names here: drawing conclusions is new in version 2."""
WORDS = "We guess from your orders what you may need next."
Post = Callable[..., VersionLine]


def later(act: Act, **time: float) -> Act:
    then = act.at + timedelta(**time)
    return replace(act, at=then, policy_version=policy.version_in_force(then))


def answer(act: Act, subject: Subject, purpose: str = "understand") -> str:
    got = gate.ask(act, subject, purpose, "internal")
    return got.reason if isinstance(got, Refused) else "allowed"


@pytest.fixture
def kim(app: Flask, act: Act) -> Subject:
    """A customer from before the new use, under a version 1 that does not name it."""
    work.unit(lambda: gate.name_purposes(act, 1, BEFORE))
    work.unit(lambda: policy.publish_first(act, live_values.present(), AUTHOR))
    new_account("kim", "Kim Lane")
    return Subject(1, "kim@example.com")


@pytest.fixture
def widen(kim: Subject) -> VersionLine:
    """Version 2, posted: it takes effect in 31 days."""
    starts = clock.now() + timedelta(days=31)
    change = Change(_reworded, "We want to guess.", "widens", (NewUse("understand", WORDS),))
    made: list[VersionLine] = []
    work.unit(lambda: made.append(posted(change, starts)))
    return made[0]


def _reworded(text: str) -> str:
    return text.replace("so that you notice", "so you notice")


def mine(act: Act, subject: Subject) -> UseLine:
    (line,) = own_uses.uses_of(act, subject)
    return line


def test_with_express_yes_old_information_waits_for_the_persons_word(widen: VersionLine, kim: Subject) -> None:
    act = an_act()
    policy.engaged(act, kim.person_id, 2, "notified", "mail")
    assert answer(later(act, days=40), kim) == "new-use"
    gate.choose(later(act, days=1), kim, mine(act, kim).id, "yes")
    assert answer(later(act, days=30), kim) == "new-use"
    assert answer(later(act, days=32), kim) == "allowed"


def test_under_the_window_rule_silence_is_enough_once_the_person_was_told(widen: VersionLine, kim: Subject) -> None:
    act = an_act()
    rules.set_value(act, "gate.old-data", "window", act.at, "the literal reading")
    assert answer(later(act, days=400), kim) == "new-use"
    policy.engaged(later(act, days=400), kim.person_id, 2, "viewed", "page")
    assert answer(later(act, days=413), kim) == "new-use"
    assert answer(later(act, days=415), kim) == "allowed"


def test_a_strip_that_was_passed_over_tells_nobody(widen: VersionLine, kim: Subject) -> None:
    act = an_act()
    rules.set_value(act, "gate.old-data", "window", act.at, "the literal reading")
    policy.engaged(act, kim.person_id, 2, "shown", "page")
    assert answer(later(act, days=60), kim) == "new-use"


@pytest.mark.parametrize("rule", ["express_yes", "window"])
def test_whoever_refuses_is_left_alone_and_may_change_their_mind(widen: VersionLine, kim: Subject, rule: str) -> None:
    act = an_act()
    rules.set_value(act, "gate.old-data", rule, act.at, "a test")
    use = mine(act, kim).id
    gate.choose(act, kim, use, "no")
    assert mine(act, kim).state == "refused"
    assert answer(later(act, days=60), kim) == "stopped"
    gate.choose(later(act, days=61), kim, use, "yes")
    assert answer(later(act, days=76), kim) == "allowed"


def test_whoever_comes_after_the_change_gave_their_information_for_it_and_may_still_refuse(
    widen: VersionLine, kim: Subject
) -> None:
    act = later(an_act(), days=32)
    assert act.policy_version == 2
    newcomer = Subject(99, "new@example.com")
    gate.collected(act, newcomer)
    assert (answer(act, newcomer), mine(act, newcomer).state) == ("allowed", "allowed")
    new_uses.refuse(act, newcomer, mine(act, newcomer).id)
    assert answer(act, newcomer) == "stopped"


def test_a_yes_to_something_else_or_from_before_is_no_yes_to_the_new_use(kim: Subject, act: Act) -> None:
    gate.allow(act, kim, "understand", "*", "web form")
    use = gate.add_new_use(act, 2, "understand", act.at, act.at + timedelta(days=30))
    gate.notified(act, kim, use)
    gate.allow(act, kim, "understand", "*", "policy window", evidence="policy:1")
    assert answer(later(act, days=60), kim) == "new-use"


def test_a_withdrawn_change_never_opens(widen: VersionLine, kim: Subject) -> None:
    act, use = an_act(), mine(an_act(), kim).id
    gate.choose(act, kim, use, "yes")
    policy.withdraw(act, 2, AUTHOR, "We thought better of it.")
    assert mine(act, kim).state == "withdrawn"
    assert answer(later(act, days=60), kim) == "not-promised"
    with pytest.raises(Missing):
        gate.choose(act, kim, use, "yes")


def test_what_only_the_program_knows_is_not_promised_by_the_next_version(
    kim: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(purposes.PURPOSES, "sell", replace(PURPOSES["understand"], code="sell"))
    work.unit(lambda: posted(Change(_reworded)))
    for whoever in (kim, Subject(0, "stranger@example.com")):
        assert answer(replace(an_act(), policy_version=2), whoever, "sell") == "not-promised"


def test_a_use_that_nobody_could_refuse_cannot_be_posted(kim: Subject) -> None:
    change = Change(_reworded, "More in orders.", "widens", (NewUse("order", "Something new with your order."),))
    with pytest.raises(Refusal, match="one that people can refuse"):
        posted(change, clock.now() + timedelta(days=31))


def test_the_editor_offers_only_what_people_can_refuse() -> None:
    assert {code for code in REFUSABLE if not PURPOSES[code].stoppable} == set()


def test_each_person_reads_how_a_use_stands_for_them(widen: VersionLine, kim: Subject) -> None:
    act = an_act()
    assert (mine(act, kim).state, mine(act, kim).words) == ("waits", WORDS)
    gate.choose(act, kim, mine(act, kim).id, "yes")
    assert (mine(act, kim).state, mine(act, kim).begins_at) == ("agreed", widen.effective_at)
    assert mine(later(act, days=32), kim).state == "allowed"
    rules.set_value(act, "gate.old-data", "window", act.at, "the literal reading")
    assert mine(act, Subject(2, "")).state == "begins"


def test_a_word_that_is_neither_yes_nor_no_is_none(widen: VersionLine, kim: Subject) -> None:
    with pytest.raises(Missing):
        gate.choose(an_act(), kim, mine(an_act(), kim).id, "perhaps")


def test_a_choice_keeps_which_version_it_was_about(widen: VersionLine, kim: Subject) -> None:
    act = an_act()
    gate.choose(act, kim, mine(act, kim).id, "no")
    newest = gate.said(kim)[0]
    assert (newest.source, newest.evidence_ref, newest.policy_version) == ("policy window", "policy:2", 1)
