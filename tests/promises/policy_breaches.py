"""How the keepers of P82, P84, P86 and P88 are disabled (see `breaches`)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.policy import differences, slots
from app.policy.service import drafts, timing
from app.policy.slots import Live

Patch = pytest.MonkeyPatch


def text_stands_still(_app: Flask, patch: Patch) -> None:
    """The text is filled from a list and not from the running shop."""
    filled = drafts.rendered_after

    def rendered(base: Any, body_md: str, live: Live, slug: str) -> Any:
        return filled(base, body_md, Live(slots.examples(), live.own_hosts), slug)

    patch.setattr(drafts, "rendered_after", rendered)


def nothing_compared(_app: Flask, patch: Patch) -> None:
    """Nobody looks what a version changed."""
    patch.setattr(differences, "compute", lambda *_: {"format": differences.FORMAT, "clauses": []})


def wording_waits(_app: Flask, patch: Patch) -> None:
    """Every change waits a month, whatever it does."""
    patch.setattr(timing, "start", lambda _kind, _base, _wanted, at, *_: at + timedelta(days=30))


def publishing_waits(_app: Flask, patch: Patch) -> None:
    """A new text is published, but never comes into force."""
    patch.setattr(timing, "start", lambda _kind, _base, _wanted, at, *_: at.replace(year=at.year + 10))


POLICY: dict[str, Callable[[Flask, Any], None]] = {
    "P82": text_stands_still,
    "P84": nothing_compared,
    "P86": wording_waits,
    "P88": publishing_waits,
}
