"""The whole shop, opened: tables and policy loaded, the real practice processor beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.foundation import work
from app.foundation.acts import Act
from app.policy import live_values
from app.policy import service as policy
from tests.evidence.conftest import authority, served
from tests.ordering import open_shop
from tests.practice_processor.beside_the_shop import PracticeBeside, practice_beside

__all__ = ["authority", "served"]


@pytest.fixture(autouse=True)
def opened(app: Flask, act: Act) -> None:
    """What a shop needs before its first visitor."""
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))


@pytest.fixture
def practice(app: Flask, tmp_path: Path) -> Iterator[PracticeBeside]:
    """The practice processor, and the shop's webhook address, over loopback HTTP."""
    with practice_beside(app, tmp_path) as practice:
        yield practice
