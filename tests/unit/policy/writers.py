"""Who writes policies in tests, and what the publishing fixture looks like."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.policy.views import VersionLine
from tests.policies import an_act

__all__ = ["Publisher", "an_act"]


class Publisher(Protocol):
    def __call__(
        self, change: Callable[[str], str], note: str = ..., kind: str = ..., at: datetime | None = ...
    ) -> VersionLine: ...
