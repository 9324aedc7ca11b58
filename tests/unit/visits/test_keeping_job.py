"""The log's job: what it does to the files is in the audit record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.visits import service
from app.visits.log_file import LogWriter, days_in, path_of

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def keep(act: Act, folder: Path, at: datetime) -> None:
    for _ in service.keep_log(replace(act, at=at), folder):
        db.session.flush()


def kinds() -> list[str]:
    return list(db.session.scalars(text("select kind from audit_entry where kind like 'access-log%' order by id")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    LogWriter(tmp_path, DAY.timestamp).write('192.0.2.77 GET / 200 - "Firefox/1"')
    return tmp_path


@pytest.mark.usefixtures("app")
def test_a_file_lives_its_whole_life_and_each_step_is_audited(act: Act, folder: Path) -> None:
    path = path_of(folder, date(2026, 11, 22))
    keep(act, folder, DAY + timedelta(days=1))
    closed = path.read_text()
    keep(act, folder, DAY + timedelta(days=30))
    cut = path.read_text()
    keep(act, folder, DAY + timedelta(days=400))
    assert kinds() == ["access-log.closed", "access-log.cut", "access-log.deleted"]
    assert "192.0.2.77" in closed
    assert "192.0.2.77" not in cut
    assert list(days_in(folder)) == []


@pytest.mark.usefixtures("app")
def test_a_run_with_nothing_to_do_writes_nothing(act: Act, folder: Path) -> None:
    keep(act, folder, DAY)
    assert kinds() == []


@pytest.mark.usefixtures("app")
def test_staff_may_shorten_the_periods(act: Act, folder: Path) -> None:
    rules.set_value(act, "visits.log-full-days", 2, act.at - timedelta(seconds=1), "less is enough")
    keep(act, folder, DAY + timedelta(days=2))
    assert "192.0.2.0" in path_of(folder, date(2026, 11, 22)).read_text()
