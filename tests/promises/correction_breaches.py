"""How the keepers of P69 and P70 are disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.orders.service.correcting import Carried
from app.rights.service import correcting

Patch = pytest.MonkeyPatch


def orders_keep_the_wrong_one(_app: Flask, patch: Patch) -> None:
    """A correction ends where the account ends."""
    patch.setattr(correcting.orders, "carry_over", lambda *_: Carried())


def decided_and_nothing_done(_app: Flask, patch: Patch) -> None:
    """What the desk decides to correct stays as it is."""
    patch.setattr(correcting.values, "correct", lambda *_: None)


CORRECTING: dict[str, Callable[[Flask, Any], None]] = {
    "P69": orders_keep_the_wrong_one,
    "P70": decided_and_nothing_done,
}
