"""What one running practice processor is made of, within reach of its request handlers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from practice_processor.courier import Courier
from practice_processor.settings import Settings
from practice_processor.store import Store

_NAME = "practice_processor"


@dataclass(frozen=True)
class Parts:
    """Settings, store and courier of one application."""

    settings: Settings
    store: Store
    courier: Courier


def attach(app: Flask, made: Parts) -> None:
    """Give the application its parts."""
    app.extensions[_NAME] = made


def parts(app: Flask | None = None) -> Parts:
    """The parts of this application, or of the one whose request is running."""
    return cast(Parts, (app or current_app).extensions[_NAME])
