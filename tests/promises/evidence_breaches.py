"""Breaches of the promises about being told of what is not kept."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.cases import service as cases
from app.foundation.errors import Refusal

Breach = Callable[[Flask, pytest.MonkeyPatch], None]


def nobody_listens(_app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Nothing that somebody writes to us opens a case."""

    def refuse(*_given: Any, **_named: Any) -> int:
        raise Refusal("Nobody is here.")

    patch.setattr(cases, "open_case", refuse)


EVIDENCE: dict[str, Breach] = {"P85": nobody_listens}
