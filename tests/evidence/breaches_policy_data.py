"""Breaches of the checks that compare the text in force with the log, and the register of security measures."""

from flask import Flask

from app.policy.views import measures as views
from app.visits import log_file
from tests.evidence.breach import Breach, Patch
from tests.evidence.breaches_visits import fresh
from tests.measures import kept_register, looked


def another_field(app: Flask, patch: Patch) -> None:
    """The log is told to write one thing more than the text lists."""
    patch.setattr(log_file, "FIELDS", f"{log_file.FIELDS} cs(Cookie)")
    fresh(app)


def lock() -> int:
    """The measure whose look the breach falsifies."""
    return next(line.id for line in views.measures() if line.kind == "physical")


POLICY_DATA: dict[str, Breach] = {
    "log-fields-listed": Breach(another_field, mend=fresh),
    "measures-current": Breach(
        lambda _app, _patch: looked(lock(), in_place=False, note="The dock door does not lock."),
        prepare=lambda _app: kept_register(),
        mend=lambda _app: looked(lock(), note="A new lock."),
    ),
}
