"""Breaches of the checks of the log and the page counts."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app.foundation import clock
from app.visits import extended_log, log_file
from app.visits.tallies import PAGES, Tallies
from tests.evidence.breach import Breach, Patch, edit
from tests.pages import BASE

AGENT = "Mozilla/5.0 (Paper; Ink) Firefox/140.0"
OLD_LINE = '{day} 10:00:00 203.0.113.7 GET / 200 - "{agent}"\n'


def log_folder(app: Flask) -> Path:
    return Path(app.instance_path) / "log"


def restart(app: Flask) -> None:
    """The log begins anew, as after a restart."""
    app.extensions["shop.access_log"].writer.close()


def fresh(app: Flask) -> None:
    shutil.rmtree(log_folder(app), ignore_errors=True)
    restart(app)


def headless(app: Flask, patch: Patch) -> None:
    """After a restart on an empty disk, the log says nothing about its format."""
    patch.setattr(log_file, "header", lambda *_: b"")
    fresh(app)


def timeless(_app: Flask, patch: Patch) -> None:
    """A line holds everything but its moment."""
    written = log_file.LogWriter._append

    def append(log: log_file.LogWriter, line: bytes) -> None:
        written(log, line if line.startswith(b"#") else b"-" * 19 + line[19:])

    patch.setattr(log_file.LogWriter, "_append", append)


def unreferred(_app: Flask, patch: Patch) -> None:
    """The referring address is left out."""
    patch.setattr(extended_log, "referrer", lambda *_: "-")


def agentless(_app: Flask, patch: Patch) -> None:
    """The browser is left out."""
    patch.setattr(extended_log, "quoted", lambda *_: "-")


def addressless(_app: Flask, patch: Patch) -> None:
    """The IP address is left out."""
    written = extended_log.bare
    patch.setattr(extended_log, "bare", lambda value: "-" if value.startswith("127.") else written(value))


def old_file(app: Flask, days: int, agent: str = AGENT) -> Path:
    """A file of so many days ago with one line in it."""
    day = clock.now().date() - timedelta(days=days)
    path = log_file.path_of(log_folder(app), day)
    path.parent.mkdir(exist_ok=True)
    started = f"{day} 10:00:00"
    path.write_bytes(log_file.header(started) + OLD_LINE.format(day=day, agent=agent).encode())
    return path


def visited(app: Flask) -> None:
    app.test_client().get("/", base_url=BASE, headers={"User-Agent": AGENT}).close()


def many_visits(app: Flask) -> None:
    """Thirty visits an hour ago, and thirty more since: all handed over and folded but the last."""
    writer, tallies = app.extensions["shop.access_log"].writer, Tallies()
    app.extensions["shop.tallies"] = tallies
    real = writer._clock
    for ago in (3600, 60):
        writer._clock = lambda ago=ago: time.time() - ago
        for _ in range(30):
            visited(app)
    writer._clock = real
    day = clock.now().date()
    edit(text("DELETE FROM page_day"))
    tallies.add(day, {}, time.monotonic())
    counted = tallies.add(day, {PAGES: "/"}, time.monotonic() + 61)[PAGES]
    total = sum(names.get("/", 0) for names in counted.values())
    edit(text("INSERT INTO page_day VALUES (:day, '/', :count)"), day=day.isoformat(), count=total)


def uncounted(_app: Flask, _patch: Patch) -> None:
    """What was counted is lost."""
    edit(text("DELETE FROM page_day"))


VISITS: dict[str, Breach] = {
    "log-format": Breach(headless, mend=fresh),
    "log-moment": Breach(timeless),
    "log-referrer": Breach(unreferred),
    "log-browser": Breach(agentless),
    "log-address": Breach(addressless),
    "log-oldest": Breach(
        lambda app, _patch: old_file(app, 33),
        prepare=lambda app: old_file(app, 20),
        mend=lambda app: old_file(app, 33).unlink(),
    ),
    "page-counts-aggregate": Breach(
        lambda _app, _patch: edit(text("ALTER TABLE page_day ADD COLUMN person_id INTEGER")),
        mend=lambda _app: edit(text("ALTER TABLE page_day DROP COLUMN person_id")),
    ),
    "counts-reach-staff": Breach(uncounted, prepare=many_visits, mend=many_visits),
}
