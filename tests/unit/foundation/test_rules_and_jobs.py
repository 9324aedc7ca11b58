"""House rules have an effective time; jobs are noted and leave nothing half done."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.audit import service as audit
from app.audit.models import AuditEntry
from app.foundation import jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.job_runs import JobRun
from app.foundation.jobs import Job

pytestmark = pytest.mark.usefixtures("app")


def test_a_rule_has_its_first_value_until_staff_change_it(act: Act) -> None:
    assert rules.whole("account.fresh-minutes") == 15
    rules.set_value(act, "account.fresh-minutes", 10, act.at, "too long")
    assert rules.whole("account.fresh-minutes") == 10


def test_a_rule_is_readable_as_of_a_date(act: Act) -> None:
    rules.set_value(act, "account.fresh-minutes", 5, act.at + timedelta(days=30), "from next month")
    assert rules.whole("account.fresh-minutes") == 15
    assert rules.whole("account.fresh-minutes", act.at + timedelta(days=31)) == 5


def test_a_rule_that_nobody_declared_cannot_be_read_or_set(act: Act) -> None:
    with pytest.raises(KeyError):
        rules.value("no.such-rule")
    with pytest.raises(KeyError):
        rules.set_value(act, "no.such-rule", 1, act.at, "")


def test_two_rooms_cannot_declare_one_rule_differently() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        rules.declare(rules.Rule("account.fresh-minutes", 99, "minutes", "something else"))


def test_a_text_is_no_whole_number() -> None:
    with pytest.raises(TypeError):
        rules.whole("company.name")


@pytest.fixture
def add_job(app: Flask) -> Iterator[Callable[[Job], None]]:
    added: list[str] = []

    def add(job: Job) -> None:
        app.extensions["shop.jobs"][job.name] = job
        added.append(job.name)

    yield add
    for name in added:
        del app.extensions["shop.jobs"][name]


def written() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_job_commits_at_each_step_and_its_run_is_noted(add_job: Callable[[Job], None]) -> None:
    def run(act: Act) -> Iterator[None]:
        for number in range(3):
            audit.record(act, "test.done", f"test:{number}")
            yield

    add_job(Job("three-steps", run, 1, "A test"))
    jobs.run_now("three-steps")
    assert written() == 3
    assert db.session.get_one(JobRun, "three-steps").outcome == "done"


def test_a_job_that_fails_keeps_its_finished_steps_and_says_so(add_job: Callable[[Job], None]) -> None:
    def run(act: Act) -> Iterator[None]:
        audit.record(act, "test.done", "test:1")
        yield
        audit.record(act, "test.done", "test:2")
        raise OSError("away")

    add_job(Job("half-way", run, 1, "A test"))
    with pytest.raises(OSError, match="away"):
        jobs.run_now("half-way")
    assert written() == 1
    noted = db.session.get_one(JobRun, "half-way")
    assert (noted.outcome, noted.message) == ("failed", "OSError")


def test_a_job_that_fails_at_once_leaves_nothing(add_job: Callable[[Job], None]) -> None:
    def run(act: Act) -> None:
        audit.record(act, "test.done", "test:1")
        raise OSError("away")

    add_job(Job("at-once", run, 1, "A test"))
    with pytest.raises(OSError, match="away"):
        jobs.run_now("at-once")
    assert written() == 0
