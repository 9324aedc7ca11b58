"""How the keepers of P6 and P42 are disabled (see `breaches`)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app.campaigns import views
from app.campaigns.service import running
from app.permissions.purposes import PURPOSES, YES

Patch = pytest.MonkeyPatch


def updates_by_post_alone(_app: Flask, patch: Patch) -> None:
    """News of the site is sent by post, and stands on no page."""
    patch.setitem(PURPOSES, "site_update", replace(PURPOSES["site_update"], post=YES))
    patch.setattr(views, "updates", lambda *_: [])


def updates_for_strangers(_app: Flask, patch: Patch) -> None:
    """News of the site may be mailed to any address that is known, and a run writes to no customer."""
    patch.setitem(PURPOSES, "site_update", replace(PURPOSES["site_update"], email=YES))
    patch.setattr(running, "_next", lambda _run_id: [])


CAMPAIGNS: dict[str, Callable[[Flask, Any], None]] = {"P6": updates_by_post_alone, "P42": updates_for_strangers}
