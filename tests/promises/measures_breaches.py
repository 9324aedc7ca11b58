"""How the keepers of P71 and P72 are disabled (see `breaches`)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.policy.views.measures import MeasureLine

Patch = pytest.MonkeyPatch


def whatever_was_found(_app: Flask, patch: Patch) -> None:
    """A measure that was found missing is told as any other."""
    patch.setattr(MeasureLine, "standing", lambda *_: "good")


def never_due(_app: Flask, patch: Patch) -> None:
    """Nobody ever has to look again."""
    patch.setattr(MeasureLine, "due_on", date.max)


MEASURES: dict[str, Callable[[Flask, Any], None]] = {"P71": whatever_was_found, "P72": never_due}
