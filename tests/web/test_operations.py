"""Health for machines."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.pages import Browser


def test_a_living_shop_says_that_it_is_alive(visitor: Browser) -> None:
    assert visitor.get("/healthz").response.json == {"status": "alive"}


def test_a_shop_whose_jobs_do_not_run_is_not_ready_and_says_why(visitor: Browser) -> None:
    answer = visitor.get("/readyz")
    assert answer.status == 503
    assert answer.response.json["parts"]["jobs"] == "no job has run in the last five minutes"
    assert answer.response.json["parts"]["database"] == "ok"


def test_a_shop_whose_parts_all_work_is_ready(visitor: Browser, run_job: Callable[[str], None]) -> None:
    run_job("fold-facts")
    answer = visitor.get("/readyz")
    assert (answer.status, answer.response.json["status"]) == (200, "ready")


def test_a_dead_file_store_is_named(app: Flask, visitor: Browser, run_job: Callable[[str], None]) -> None:
    run_job("fold-facts")
    folder = Path(app.instance_path) / "files"
    folder.rmdir()
    folder.write_text("a file where the folder should be")
    try:
        answer = visitor.get("/readyz")
    finally:
        folder.unlink()
    assert answer.status == 503
    assert answer.response.json["parts"]["files"] == "the file store does not answer"
