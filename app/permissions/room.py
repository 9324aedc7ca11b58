"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.foundation.account_lines import AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.permissions import checks, listeners, routes, service, signal

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
FOLDS: dict[str, Fold] = {signal.COUNTED: service.fold_counts, signal.SEEN: service.fold_signals}
CHECKS: list[Check] = [*checks.CHECKS]
ACCOUNT_LINES: list[AccountLine] = [*routes.ACCOUNT_LINES]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
