"""A shop with version 1 of its policy, and a way to publish the next."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.foundation import work
from app.policy import live_values, service
from app.policy.views import VersionLine
from tests.policies import Change, an_act, posted
from tests.unit.policy.writers import Publisher


@pytest.fixture
def first(app: Flask) -> VersionLine:
    """Version 1, published."""
    made: list[VersionLine] = []
    work.unit(lambda: made.append(service.publish_first(an_act(), live_values.present(), "Pat Editor")))
    return made[0]


@pytest.fixture
def publish(first: VersionLine) -> Publisher:
    """Change the newest text with a function and post it, by two people."""

    def run(
        change: Callable[[str], str],
        note: str = "Clearer words.",
        kind: str = "clarify",
        at: datetime | None = None,
    ) -> VersionLine:
        made: list[VersionLine] = []

        def steps() -> None:
            made.append(posted(Change(change, note, kind), at))

        work.unit(steps)
        return made[0]

    return run
