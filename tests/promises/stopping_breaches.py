"""How the keeper of P61 is disabled (see `breaches`)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.mail.service import stop_links, stopping
from app.mail.service.stopping import Stopped

Patch = pytest.MonkeyPatch


def links_say_thank_you(_app: Flask, patch: Patch) -> None:
    """The link answers that it was done, and nothing is written down."""

    def thanks(act: Any, token: str, *_rest: Any, **_said: Any) -> Stopped | None:
        link = stop_links.find(token)
        return Stopped("000000000000", link.purpose, act.at, link.address_key) if link else None

    patch.setattr(stopping, "stop_by_token", thanks)


STOPPING: dict[str, Callable[[Flask, Any], None]] = {"P61": links_say_thank_you}
