"""The checks of the policy room: each sees its own breach, and none sees another's."""

import pytest
from flask import Flask

from app.foundation.checks import State
from app.foundation.own_site import OwnSite
from app.policy.checks import CHECKS
from tests.evidence.breach import seen
from tests.evidence.breaches_policy import POLICY, reworded


def states() -> dict[str, State]:
    return {check.name: seen(check).state for check in CHECKS}


@pytest.mark.parametrize("name", sorted(POLICY))
def test_a_breach_turns_exactly_its_own_check(app: Flask, served: OwnSite, name: str) -> None:
    breach = POLICY[name]
    breach.prepare(app)
    assert set(states().values()) == {State.KEPT}, states()
    with pytest.MonkeyPatch.context() as patch:
        breach.apply(app, patch)
        assert [check for check, state in states().items() if state != State.KEPT] == [name]
    breach.mend(app)
    assert set(states().values()) == {State.KEPT}, states()


def test_without_a_version_there_is_nothing_to_look_at(app: Flask) -> None:
    found = {check.name: seen(check).state for check in CHECKS if check.name == "versions-permanent"}
    assert set(found.values()) == {State.UNCHECKED}


def test_what_was_found_is_told_with_its_figures(app: Flask, served: OwnSite) -> None:
    reworded(app)
    told = {check.name: seen(check).measured for check in CHECKS}
    assert "Version 2 is shown with its date and all of its" in told["policy-served"]
    assert "all 2 versions" in told["changes-listed"]
    assert "1 changes were compared" in told["changes-classed"]
    assert "2 texts" in told["versions-permanent"]
