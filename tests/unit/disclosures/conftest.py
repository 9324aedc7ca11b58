"""A shop whose suppliers are entered, and what the tests of the door ask."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.disclosures.service.ledger import Entry
from tests.suppliers import register


@pytest.fixture
def registered(app: Flask) -> None:
    """The suppliers of the settings are in the register, with good statements."""
    register(app.extensions["shop.settings"])


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Something the card processor may be given, with changes."""

    def make(**changes: object) -> Entry:
        values: dict[str, object] = {
            "recipient": "card-processor",
            "ground": "card",
            "person": "account:17",
            "case_ref": "order:10001",
            "fields": ("amount",),
            "payload": b"5114",
        }
        return Entry(**(values | changes))  # type: ignore[arg-type]  # as the tests give them

    return make
