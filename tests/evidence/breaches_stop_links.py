"""Breaches of the check of links."""

from typing import Any

import pytest
from flask import Flask

from app.foundation.access import customer
from tests.evidence.breach import Breach


def only_for_customers(app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Whoever wants to stop mail must sign in first."""
    stop = app.view_functions["stop_mail.stop"]

    def guarded(token: str) -> Any:
        return stop(token=token)

    patch.setitem(app.view_functions, "stop_mail.stop", customer(guarded))


STOP_LINKS: dict[str, Breach] = {"links-work": Breach(only_for_customers)}
