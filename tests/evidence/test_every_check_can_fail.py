"""Every check tells a kept promise from a broken one: kept in the shop, failing after its breach, kept once mended."""

import pytest
from flask import Flask

from app import registry
from app.foundation.checks import State
from app.foundation.own_site import OwnSite
from tests.evidence.breach import seen
from tests.evidence.breaches import BREACHES

CHECKS = {check.name: check for check in registry.CHECKS}


def test_every_check_has_a_breach_and_every_breach_a_check() -> None:
    assert set(BREACHES) == set(CHECKS)


def test_no_two_checks_share_a_name() -> None:
    assert len(CHECKS) == len(registry.CHECKS)


@pytest.mark.parametrize("name", sorted(set(BREACHES) & set(CHECKS)))
def test_a_check_turns_to_failing_by_its_breach_and_back(app: Flask, served: OwnSite, name: str) -> None:
    check, breach = CHECKS[name], BREACHES[name]
    breach.prepare(app)
    assert seen(check).state == State.KEPT, seen(check)
    with pytest.MonkeyPatch.context() as patch:
        breach.apply(app, patch)
        assert seen(check).state == State.FAILING, seen(check)
    breach.mend(app)
    if breach.mended:
        assert seen(check).state == State.KEPT, seen(check)
