"""Background work of this room: checking files that wait, and emptying places that nothing points to."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from app.artwork import service
from app.artwork.child import Inspector
from app.foundation.acts import Act
from app.foundation.jobs import Job


def inspector() -> Inspector:
    """This process's inspector: it bounds how many children run at a time."""
    found = current_app.extensions.get("shop.inspector")
    if found is None:
        at_once = current_app.extensions["shop.settings"].preflight_children
        found = current_app.extensions.setdefault("shop.inspector", Inspector(at_once=at_once, scratch=scratch()))
    kept: Inspector = found
    return kept


def scratch() -> Path:
    """Where a file lies while it is looked at."""
    folder = Path(current_app.instance_path) / "scratch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _check(act: Act) -> Iterator[None]:
    return service.check_waiting(act, inspector(), scratch())


CHECK = Job(
    "check-artwork",
    _check,
    1,
    "Check files that customers sent and draw their pages",
    purposes="order",
    clause="ordering",
)
SWEEP = Job(
    "sweep-artwork",
    service.sweep_leftovers,
    60,
    "Remove replaced and deleted files from the store",
    purposes="order",
    clause="retention",
)
ORPHANS = Job(
    "sweep-artwork-orphans",
    service.sweep_orphans,
    720,
    "Remove files of uploads that never ended",
    purposes="order",
    clause="retention",
)
