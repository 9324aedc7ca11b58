"""The background jobs as the administrator sees them."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.jobs import Job
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]


@pytest.fixture
def administrator(staff_member: Staff) -> SignedIn:
    return staff_member("administrator")


def row(page: object, name: str) -> str:
    found = [line for line in page["table#jobs tbody tr"] if name in line.text_content()]  # type: ignore[index]
    return " ".join(found[0].text_content().split())


def test_every_job_is_listed_with_its_last_and_next_run(app: Flask, administrator: SignedIn) -> None:
    jobs.run_now("seal-audit")
    page = administrator.get("/staff/jobs")
    for job in app.extensions["shop.jobs"].values():
        assert job.title in page.main
    assert "done" in row(page, "seal-audit")
    assert "never" in row(page, "send-mail")


def test_a_failed_run_is_shown(app: Flask, administrator: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_act: Act) -> None:
        raise OSError("away")

    monkeypatch.setitem(app.extensions["shop.jobs"], "watch-suppliers", Job("watch-suppliers", fail, 60, "Watch"))
    with pytest.raises(OSError, match="away"):
        jobs.run_now("watch-suppliers")
    assert "failed OSError" in row(administrator.get("/staff/jobs"), "watch-suppliers")


def test_the_button_asks_for_a_run_and_that_is_recorded(app: Flask, administrator: SignedIn) -> None:
    queue = app.extensions["shop.huey"]
    before = queue.storage.queue_size()
    page = administrator.get("/staff/jobs").form("/staff/jobs/watch-suppliers/runs").submit().follow()
    assert "The job runs as soon as a worker is free." in page.text
    assert queue.storage.queue_size() == before + 1
    assert "asked for a run of the job watch-suppliers" in administrator.get("/staff/audit?kind=job.asked").main


def test_a_job_that_is_none_is_not_found(administrator: SignedIn) -> None:
    token = administrator.get("/staff/jobs")["input[name=csrf_token]"][0].get("value")
    assert administrator.post("/staff/jobs/no-such/runs", {"csrf_token": token}).status == 404


@pytest.mark.parametrize("role", ["privacy-officer", "service", "production"])
def test_other_staff_do_not_run_jobs(staff_member: Staff, role: str) -> None:
    assert staff_member(role).get("/staff/jobs").status == 403
