"""The tables of the repository's own files, and specifications made from a query."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.reading import read
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables


@pytest.fixture(scope="session")
def tables() -> PriceTables:
    return tables_from_text(body_from_files(), 1)


@pytest.fixture(scope="session")
def spec_of(tables: PriceTables) -> Callable[..., Spec]:
    """A specification from what a visitor would choose; what is left out is the first choice."""

    def make(product: str, **typed: str) -> Spec:
        result = read({"product": product, **typed}, tables)
        assert result.spec is not None, result.errors
        return result.spec

    return make


@pytest.fixture
def dearer_minimum(tables: PriceTables) -> PriceTables:
    """The same tables with a smallest price of $50."""
    return replace(tables, press=replace(tables.press, minimum_price=Decimal(50)))
