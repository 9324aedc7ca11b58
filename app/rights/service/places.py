"""Files that a job of their room removes: how old the oldest is that is left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from app.artwork.service import leaving as artwork
from app.foundation import rules
from app.foundation.retention import Period, period
from app.visits import log_keeping

LEAVINGS = "retention.leavings-hours"
rules.declare(
    rules.Rule(LEAVINGS, 24, "hours", "What a stopped worker left in a folder: files being checked, facts not folded")
)


@dataclass(frozen=True)
class Place:
    """One rule on one store of files; `oldest` tells when the time of the oldest began that is left."""

    store: str
    rule: str
    oldest: Callable[[Path], datetime | None]
    """Given the folder of this shop's own files."""
    only: str = ""
    """Which of the files, where it is not all of them."""

    @property
    def name(self) -> str:
        """`instance/log/visits.log-months`."""
        return f"{self.store}/{self.rule}"

    @property
    def period(self) -> Period:
        """The live period of its house rule."""
        return period(self.rule)


def _day(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _file_in(name: str) -> Callable[[Path], datetime | None]:
    def oldest(instance: Path) -> datetime | None:
        folder = instance / name
        times = [path.stat().st_mtime for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
        return datetime.fromtimestamp(min(times), UTC) if times else None

    return oldest


PLACES = (
    Place("instance/log", "visits.log-full-days", lambda own: _day(log_keeping.oldest(own / "log")[0]), "whole lines"),
    Place("instance/log", "visits.log-months", lambda own: _day(log_keeping.oldest(own / "log")[1])),
    Place("files/artwork", "artwork.orphan-days", lambda _own: _day(artwork.oldest_stray()), "files of no row"),
    Place("instance/scratch", LEAVINGS, _file_in("scratch")),
    Place("instance/facts", LEAVINGS, _file_in("facts")),
)
