"""A request commits once, after its answer, and only when the answer is a success."""

import pytest
from flask import Flask, g, redirect
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.audit import service as audit
from app.audit.models import AuditEntry
from app.foundation import access, work
from app.foundation.acts import Act
from app.foundation.database import db, reading_only
from tests.pages import BASE


def entries() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def answer(app: Flask, act: Act, status: int, method: str = "POST", keep: bool = False) -> int:
    """What the end of a request does after a handler wrote one row and answered with that status."""
    with app.test_request_context("/", method=method, base_url=BASE):
        access.guard()
        response = app.make_response(redirect("/")) if status == 303 else app.response_class(status=status)
        if keep:
            work.keep(lambda: audit.record(act, "test.kept", "test:1"))
        audit.record(act, "test.done", "test:1")
        work.finish(response)
    return entries()


def test_a_success_is_committed(app: Flask, act: Act) -> None:
    assert answer(app, act, 303) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 422, 500])
def test_a_refused_request_leaves_nothing(app: Flask, act: Act, status: int) -> None:
    assert answer(app, act, status) == 0


def test_a_refusal_keeps_the_rows_that_were_marked_to_be_kept(app: Flask, act: Act) -> None:
    assert answer(app, act, 422, keep=True) == 1


def test_kept_rows_and_the_rest_are_committed_together_on_success(app: Flask, act: Act) -> None:
    assert answer(app, act, 303, keep=True) == 2


def test_the_reading_connection_of_a_get_refuses_to_write(app: Flask, act: Act) -> None:
    with app.test_request_context("/", method="GET", base_url=BASE):
        access.guard()
        assert reading_only()
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            audit.record(act, "test.done", "test:1")
        db.session.rollback()
    assert entries() == 0


def test_what_comes_after_the_commit_does_not_happen_when_nothing_was_committed(app: Flask) -> None:
    told: list[str] = []
    with app.test_request_context("/", method="POST", base_url=BASE):
        access.guard()
        work.afterwards(lambda: told.append("told"))
        work.finish(app.response_class(status=422))
    assert told == []


def test_a_nudge_that_fails_after_the_commit_does_not_fail_the_request(app: Flask, act: Act) -> None:
    def broken() -> None:
        raise OSError("the queue is away")

    with app.test_request_context("/", method="POST", base_url=BASE):
        access.guard()
        audit.record(act, "test.done", "test:1")
        work.afterwards(broken)
        work.finish(app.response_class(status=200))
    assert entries() == 1


def test_a_request_whose_form_token_was_refused_commits_nothing_even_if_the_handler_forgot(
    app: Flask, act: Act
) -> None:
    with app.test_request_context("/", method="POST", base_url=BASE):
        access.guard()
        g.token_refused = True
        audit.record(act, "test.done", "test:1")
        work.finish(app.response_class(status=200))
    assert entries() == 0


def test_the_door_commits_nothing_for_a_request_whose_form_token_was_refused(app: Flask, act: Act) -> None:
    with app.test_request_context("/", method="POST", base_url=BASE):
        access.guard()
        g.token_refused = True
        audit.record(act, "test.done", "test:1")
        with pytest.raises(PermissionError):
            work.settle()
        db.session.rollback()
    assert entries() == 0


def test_a_job_that_fails_leaves_nothing_and_raises(app: Flask, act: Act) -> None:
    def fails() -> None:
        audit.record(act, "test.done", "test:1")
        raise ValueError("half done")

    with pytest.raises(ValueError, match="half done"):
        work.unit(fails)
    assert entries() == 0
