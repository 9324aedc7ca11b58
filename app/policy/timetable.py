"""Which version is in force, without a query on each page: a copy of the timetable kept for a second."""

import time
from typing import Any

from flask import Flask, current_app

from app.foundation import clock, page_cache, work
from app.foundation.database import reading_only
from app.foundation.frame import PolicyStamp
from app.policy import news, views
from app.policy.views import PRIVACY, VersionLine

FRESH_FOR = 1.0
"""Seconds for which a reading process trusts its copy; whoever writes asks the database."""
KEPT = "shop.policy_timetable"

Times = tuple[tuple[Any, int], ...]


def bind(app: Flask) -> None:
    """Tell the frame and every act which version is in force."""
    app.extensions["shop.policy_version"] = number_in_force
    app.extensions["shop.policy_stamp"] = stamp
    news.posted.connect(_changed)
    news.withdrawn.connect(_changed)


def number_in_force() -> int | None:
    """The number of the privacy policy's version in force now; None before the first is published."""
    entry = views.in_force(times(), clock.now())
    return entry[1] if entry else None


def stamp() -> PolicyStamp | None:
    """The version in force for the footer of every page."""
    entry = views.in_force(times(), clock.now())
    return PolicyStamp(entry[1], entry[0]) if entry else None


def times() -> Times:
    """The timetable: at most a second old for a reader, exact for a writer."""
    if not reading_only():
        return views.timetable()
    extensions = current_app.extensions
    kept: tuple[float, Times] | None = extensions.get(KEPT)
    if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
        fresh = views.timetable()
        if kept is None or kept[1] != fresh:
            page_cache.clear()  # pages say which version is in force and which comes next
        kept = extensions[KEPT] = (time.monotonic(), fresh)
    return kept[1]


def forget() -> None:
    """Drop this process's copy."""
    current_app.extensions.pop(KEPT, None)


def _changed(_act: object, *, version: VersionLine) -> None:
    if version.slug == PRIVACY:
        forget()
        work.afterwards(forget)
