"""How the keeper of P12 is disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.foundation import areas

Patch = pytest.MonkeyPatch


def nothing_asked(_app: Flask, patch: Patch) -> None:
    """No area asks for its agreement."""
    patch.setattr(areas, "ruling", lambda _slug, _person_id: None)


AGREEMENTS: dict[str, Callable[[Flask, Any], None]] = {"P12": nothing_asked}
