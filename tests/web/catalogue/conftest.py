"""A shop whose price tables are loaded."""

import pytest

from app.catalogue import service
from app.foundation.database import db
from tests.pages import Browser


@pytest.fixture
def shopper(visitor: Browser, act: object) -> Browser:
    """A visitor of a shop that is set up."""
    service.load_tables(act, act.at)
    db.session.commit()
    return visitor
