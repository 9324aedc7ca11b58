"""Inspecting bytes in the test's own process: the same code that the child runs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.service.opening import NewAccount, open_account
from app.artwork.inspection.findings import Finding, Report, Severity
from app.artwork.inspection.request import Needs, Request
from app.artwork.inspection.run import Inspection
from app.foundation import work
from app.foundation.acts import Act
from app.people import identifiers

BUSINESS_CARD = Needs(3.5, 2.0)
Inspect = Callable[..., Report]


@pytest.fixture
def inspect(tmp_path: Path) -> Inspect:
    """Inspect a file's bytes for a product, a business card unless said otherwise."""

    def run(data: bytes, needs: Needs | None = BUSINESS_CARD, **more: int) -> Report:
        source = tmp_path / "source"
        source.write_bytes(data)
        return Inspection(Request(str(source), str(tmp_path), needs, **more)).run()

    return run


def found(report: Report, rule: str) -> Finding:
    """The one finding of that rule."""
    matching = [finding for finding in report.findings if finding.rule == rule]
    assert len(matching) == 1, f"{rule}: {[(one.rule, one.sentence) for one in report.findings]}"
    return matching[0]


def problems(report: Report) -> list[str]:
    """The rules that are not passed."""
    return [finding.rule for finding in report.findings if finding.severity is not Severity.PASS]


def _account(act: Act, user_id: str) -> int:
    opened: list[int] = []
    new = NewAccount(user_id, identifiers.email(f"{user_id}@example.com"), "Casey Example", "Casey")
    work.unit(lambda: opened.append(open_account(act, new, "no password")))
    return opened[0]


@pytest.fixture
def account_id(app: Flask, act: Act) -> int:
    """A customer's account."""
    return _account(act, "casey.prints")


@pytest.fixture
def other_account_id(app: Flask, act: Act) -> int:
    """Another customer's account."""
    return _account(act, "robin.prints")
