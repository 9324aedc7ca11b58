"""The shop with the real practice processor beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.practice_processor.beside_the_shop import PracticeBeside, practice_beside


@pytest.fixture
def practice(app: Flask, tmp_path: Path) -> Iterator[PracticeBeside]:
    with practice_beside(app, tmp_path) as practice:
        yield practice
