"""The years go by: an order, its file and the log, each gone or masked when the policy says, and nothing sooner."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.foundation import clock, files, jobs, work
from app.foundation.acts import Act
from app.foundation.checks import State
from app.foundation.database import Base, db
from app.orders.views import order_for_staff
from app.policy import live_values
from app.policy import service as policy
from app.rights.retention_checks import CHECKS
from app.rights.service import measuring
from tests.evidence.breach import seen
from tests.ordering import moved, open_shop, with_file
from tests.people import new_account

MONTH = timedelta(days=30.5)
YEAR = timedelta(days=365.25)
Clock = Callable[[timedelta], None]
KEPT, RUNS = CHECKS


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Move the clock so far ahead of now."""
    real, ahead = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])

    def move(by: timedelta) -> None:
        ahead[0] = by

    return move


@pytest.fixture
def shipped(app: Flask, act: Act) -> int:
    """The number of an order whose cards have left the house."""
    open_shop()
    number = with_file(act, new_account("alex.kim", "Alex Kim"), phone="+19525550142")
    jobs.run_now("check-artwork")
    moved(act, number, "check", "proof", "approve", "print", "finish", "pack", "ship")
    return number


def run() -> None:
    """What the jobs do on a day."""
    for name in ("keep-retention", "sweep-artwork"):
        jobs.run_now(name)
    db.session.remove()


def rows(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


def letters() -> int:
    query = text("SELECT count(*) FROM outbox_mail WHERE template = 'rights/artwork_leaving'")
    return db.session.scalar(query) or 0


def stored() -> list[str]:
    return list(files.store().keys("artwork"))


def test_whom_an_order_went_to_is_masked_after_two_years_and_the_order_goes_after_seven(
    shipped: int, wait: Clock
) -> None:
    wait(2 * YEAR - 9 * timedelta(days=1))
    run()
    assert order_for_staff(shipped).phone
    wait(2 * YEAR + 3 * timedelta(days=1))
    run()
    order = order_for_staff(shipped)
    assert (order.phone, order.delivery.name, order.delivery.line1) == ("", "(masked)", "")
    assert (order.delivery.city, order.billing.name) == ("Chanhassen", "Alex Kim")
    stored_text = db.session.execute(text("SELECT phone, phone_digest, street_digest, delivery FROM print_order")).one()
    assert stored_text[:3] == ("", None, None)
    assert "Alex" not in stored_text[3]
    wait(7 * YEAR + 3 * timedelta(days=1))
    run()
    assert [rows(name) for name in ("print_order", "order_job", "order_event")] == [0, 0, 0]


def test_artwork_is_announced_once_and_goes_with_its_files_a_month_later(shipped: int, wait: Clock) -> None:
    assert stored()
    wait(22 * MONTH)
    run()
    assert (letters(), rows("artwork")) == (0, 1)
    wait(23 * MONTH + timedelta(days=5))
    run()
    run()
    assert (letters(), rows("artwork")) == (1, 1)
    wait(24 * MONTH + timedelta(days=8))
    run()
    assert (rows("artwork"), rows("artwork_check"), stored()) == (0, 0, [])
    assert order_for_staff(shipped).jobs[0].artwork_id is None


def test_artwork_of_a_job_that_is_still_made_stays_however_old(app: Flask, act: Act, wait: Clock) -> None:
    open_shop()
    with_file(act, new_account("alex.kim", "Alex Kim"))
    wait(30 * MONTH)
    run()
    assert (letters(), rows("artwork")) == (0, 1)


def test_artwork_that_nobody_announced_stays_and_is_seen(shipped: int, wait: Clock) -> None:
    wait(25 * MONTH)
    assert seen(KEPT).state == State.FAILING
    run()
    assert (letters(), rows("artwork")) == (1, 1)
    wait(26 * MONTH + timedelta(days=2))
    run()
    assert rows("artwork") == 0


def test_lines_of_the_log_go_by_their_own_job_and_are_measured(app: Flask, wait: Clock) -> None:
    folder = Path(app.instance_path) / "log"
    folder.mkdir(exist_ok=True)
    day = clock.now()
    (folder / f"access-{day:%Y%m%d}.log").write_bytes(b"#Version: 1.0\n")
    wait(40 * timedelta(days=1))
    run()
    assert _oldest("instance/log/visits.log-full-days").date() == day.date()
    jobs.run_now("keep-access-log")
    wait(41 * timedelta(days=1))
    run()
    assert _oldest("instance/log/visits.log-full-days") is None
    wait(14 * MONTH)
    jobs.run_now("keep-access-log")
    run()
    assert _oldest("instance/log/visits.log-months") is None


def _oldest(rule: str) -> datetime | None:
    return measuring.newest_runs()[rule].oldest_left


def test_a_rule_runs_once_a_day_however_often_the_job_does(app: Flask, wait: Clock) -> None:
    run()
    first = rows("retention_run")
    run()
    assert rows("retention_run") == first
    wait(timedelta(days=1))
    run()
    assert rows("retention_run") == 2 * first


def test_after_two_days_without_a_run_the_evidence_turns_red_and_then_green_again(
    app: Flask, act: Act, wait: Clock
) -> None:
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
    assert seen(RUNS).state == State.UNCHECKED
    run()
    wait(timedelta(hours=47))
    assert seen(RUNS).state == State.KEPT
    wait(timedelta(hours=49))
    assert seen(RUNS).state == State.FAILING
    run()
    assert seen(RUNS).state == State.KEPT
    assert seen(KEPT).state == State.KEPT
