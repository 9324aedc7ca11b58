"""A practice processor and a shop that hears from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice_processor.running import (
    Processor,
    ReceivingShop,
    receiving_shop,
    running_processor,
    settings_for,
)


@pytest.fixture
def shop() -> Iterator[ReceivingShop]:
    with receiving_shop() as shop:
        yield shop


@pytest.fixture
def processor(tmp_path: Path, shop: ReceivingShop) -> Iterator[Processor]:
    with running_processor(settings_for(tmp_path, shop.url)) as processor:
        yield processor
