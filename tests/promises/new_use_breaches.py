"""How the keepers of P81 and P83 are disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.permissions import service
from app.permissions.purposes import PURPOSES
from app.permissions.service import new_uses, own_uses, promises

Patch = pytest.MonkeyPatch


def the_program_names_uses(_app: Flask, patch: Patch) -> None:
    """A version counts as naming whatever the program can do, whether or not it was posted as a new use."""
    patch.setattr(
        service, "name_next", lambda act, version, *_: promises.name_purposes(act, version, frozenset(PURPOSES))
    )


def refusals_are_lost(_app: Flask, patch: Patch) -> None:
    """The form says thank you, and nothing is written down."""
    patch.setattr(own_uses, "refuse", lambda _act, _subject, use: new_uses._live(use).policy_version)


NEW_USES: dict[str, Callable[[Flask, Any], None]] = {"P81": the_program_names_uses, "P83": refusals_are_lost}
