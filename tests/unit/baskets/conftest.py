"""A shop that sells, and two customers."""

import pytest
from flask import Flask

from tests.ordering import open_shop
from tests.people import new_account


@pytest.fixture(autouse=True)
def opened(app: Flask) -> None:
    """The tables are loaded."""
    open_shop()


@pytest.fixture
def alex(app: Flask) -> int:
    """A customer's account."""
    return new_account("alex.kim", "Alex Kim")


@pytest.fixture
def robin(app: Flask) -> int:
    """Another customer's account."""
    return new_account("robin", "Robin Vale")
