"""How the keeper of P59 is disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.policy import markdown, rendering

Patch = pytest.MonkeyPatch


def links_leave_unmarked(_app: Flask, patch: Patch) -> None:
    """A link to another site is published like one of our own."""
    patch.setattr(markdown, "mark_links", lambda children, _own_hosts: children)
    # What was rendered before is kept in the process, and what is rendered now must not be.
    patch.setattr(rendering, "_kept", rendering._rendered)


LINKS: dict[str, Callable[[Flask, Any], None]] = {"P59": links_leave_unmarked}
