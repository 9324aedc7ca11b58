"""A shop that sells, and Alex."""

import pytest
from flask import Flask

from tests.ordering import open_shop
from tests.people import new_account


@pytest.fixture(autouse=True)
def opened(app: Flask) -> None:
    """The tables are loaded."""
    open_shop()


@pytest.fixture
def alex() -> int:
    """The account of a customer."""
    return new_account("alex.kim", "Alex Kim")
