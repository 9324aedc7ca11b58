"""Reading the log's files as evidence: the shop visits itself, then looks for that visit's line.

What a check says of the log comes from the bytes in the files; where a value stands in a line is found in the line
itself, so that one field that is missing hides no other.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import current_app

from app.foundation import codes
from app.foundation.own_site import AGENT, own_site
from app.visits.log_file import days_in

VISITED = "/robots.txt"
"""A small file that no page count holds."""
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
TAIL = 262_144
HEAD = 4_096
PATIENCE = 3.0
"""Seconds within which the line of an answered visit must stand in the file."""
_VALUE = re.compile(r'"[^"]*"|\S+')
MOMENT = 19
"""Characters of `YYYY-MM-DD HH:MM:SS`, with which a line begins."""


@dataclass(frozen=True)
class OwnVisit:
    """A visit of the shop to itself: what it said of itself, and between which seconds since 1970 it was answered."""

    referrer: str
    agent: str
    began: float
    ended: float
    local: bool


@dataclass(frozen=True)
class Found:
    """The line of a visit, and the directives that stand above it: those of the last start before it."""

    visit: OwnVisit
    line: str
    directives: tuple[str, ...]

    @property
    def moment(self) -> str:
        return self.line[:MOMENT]

    @property
    def values(self) -> list[str]:
        """What follows the moment."""
        return values_of(self.line)

    @property
    def fields(self) -> list[str]:
        """The names that the file gives its fields; empty when it does not say."""
        return fields_of(self.directives)


def folder() -> Path:
    """Where the log of this shop stands."""
    return Path(current_app.instance_path) / "log"


def values_of(line: str) -> list[str]:
    """What follows the moment in a line of a visit, a quoted value with its quotes."""
    return _VALUE.findall(line[MOMENT:])


def fields_of(directives: tuple[str, ...]) -> list[str]:
    """The names in the last `#Fields` line."""
    named = [line for line in directives if line.startswith("#Fields:")]
    return named[-1].removeprefix("#Fields:").split() if named else []


def visit() -> OwnVisit:
    """Fetch a small file with a referrer and an agent that nobody else has.

    Raises:
        Unreachable: the site does not answer.
    """
    mark, site = codes.random_token(80), own_site()
    referrer, agent = f"{site.base_url}/own-check/{mark}", f"{AGENT} ({mark})"
    began = time.time()
    site.get(VISITED, Referer=referrer, User_Agent=agent)
    return OwnVisit(referrer, agent, began, time.time(), site.host in LOCAL)


def line_of(made: OwnVisit) -> Found | None:
    """The visit's line in the newest files; it is found by its referrer or by its agent."""
    until = time.monotonic() + PATIENCE
    while True:
        for path in newest_files():
            found = _look(path, made)
            if found is not None:
                return found
        if time.monotonic() > until:
            return None
        time.sleep(0.05)


def newest_files() -> list[Path]:
    """The files of the last two days, newest first: about midnight a line may stand in either."""
    return [path for _, path in list(days_in(folder()))[:-3:-1]]


def _look(path: Path, made: OwnVisit) -> Found | None:
    lines = tail(path)
    for place in range(len(lines) - 1, -1, -1):
        if made.referrer in lines[place] or made.agent in lines[place]:
            return Found(made, lines[place], _above(path, lines[:place]))
    return None


def _above(path: Path, lines: list[str]) -> tuple[str, ...]:
    """The directives nearest above; in a long file those with which it begins."""
    return tuple(line for line in lines if line.startswith("#")) or directives(path)


def directives(path: Path) -> tuple[str, ...]:
    """The directives with which the file begins."""
    return tuple(line for line in head(path) if line.startswith("#"))


def head(path: Path, length: int = HEAD) -> list[str]:
    """The first whole lines."""
    with path.open("rb") as source:
        start = source.read(length)
    return _text(start[: start.rfind(b"\n") + 1])


def tail(path: Path, length: int = TAIL) -> list[str]:
    """The last whole lines; of a file that is shorter all of them."""
    size = path.stat().st_size
    with path.open("rb") as source:
        source.seek(max(0, size - length))
        end = source.read(length)
    return _text(end if size <= length else end.partition(b"\n")[2])


def _text(lines: bytes) -> list[str]:
    return lines.decode("latin-1").split("\n")[:-1] if lines.endswith(b"\n") else lines.decode("latin-1").split("\n")


def samples(path: Path) -> Iterator[str]:
    """Lines of visits at the beginning and the end of a file."""
    for line in (*head(path), *tail(path, HEAD)):
        if line and not line.startswith("#"):
            yield line


def day_of(line: str) -> date | None:
    """The day on which the line says it was written."""
    try:
        return date.fromisoformat(line[:10])
    except ValueError:
        return None
