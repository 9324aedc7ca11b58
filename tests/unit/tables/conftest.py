"""A shop whose tables are loaded, and somebody of the staff who changes them."""

import pytest
from flask import Flask

from app.foundation.acts import Act, Actor
from tests.ordering import open_shop


@pytest.fixture
def clerk(app: Flask, act: Act) -> Act:
    """An act of a member of staff in a shop that is open."""
    open_shop(act.at)
    return Act(Actor("staff", "7"), act.at, 1)
