"""A shop whose suppliers are entered, and the member of staff who answers for them."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.disclosures import views
from app.foundation import clock
from app.foundation.database import db
from tests.people import SignedIn
from tests.suppliers import register


@pytest.fixture(autouse=True)
def registered(app: Flask) -> None:
    """The suppliers of the settings are in the register, with good statements."""
    register(app.extensions["shop.settings"])


@pytest.fixture
def privacy_officer(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    """Who records the statements of suppliers."""
    return staff_member("privacy-officer")


@pytest.fixture
def processor() -> int:
    """The card processor's place in the register."""
    [card] = views.cards(clock.now())
    db.session.rollback()
    return card.id
