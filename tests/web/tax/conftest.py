"""A shop that sells."""

import pytest
from flask import Flask

from tests.ordering import open_shop


@pytest.fixture(autouse=True)
def opened(app: Flask) -> None:
    """The tables are loaded."""
    open_shop()
