"""The application under test, a clean database for each test, and the people who look at it."""

import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from app import create_app
from app.audit import heads, kinds
from app.config import Settings, load_settings
from app.foundation import clock, jobs, keys, page_cache, rules, versions
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.mail import signing
from app.policy import agreements, banner, evidence, measures, timetable
from tests import loopback_only
from tests.pages import Browser
from tests.people import customer, other_customer, staff_member
from tests.stage import Stage

__all__ = ["customer", "other_customer", "staff_member"]

loopback_only.watch()

TEST_SETTINGS = {
    "env": "test",
    "password_memory_kib": 64,
    "password_passes": 1,
    "secret_key": "the test suite's own key",
    "processor_key": "test-processor-key",
    "webhook_secret": "test-webhook-secret",
}
for copies in (agreements, banner, evidence, heads, keys, measures, rules, timetable, versions):
    copies.FRESH_FOR = 3600.0  # else a slow machine reads a kept copy anew, and queries are counted that no page asks
signing.new_pair = lru_cache(signing.new_pair)  # making a key takes longer than most tests
kinds.WORDS.update({"test.done": "did {subject}", "test.kept": "kept {subject}"})


ALONE = ("tests/browser/", "tests/workers/")
"""The tests of such a folder run one after the other in one process: they share a running shop, or fill the cores."""


class ByFolder(LoadScopeScheduling):
    """Hands single tests to whichever process is free, and a folder that runs alone to one.

    The marks that `--dist loadgroup` reads are lost with this pytest: it writes them into an attribute that is gone.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in ALONE if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    """How tests are handed to processes."""
    return ByFolder(config, log)


DATABASE = {"shop", "settings", "stage"}
"""Whoever touches the database of the run has one of these fixtures, or names PostgreSQL."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches no database is the same on each: it runs once where all else runs twice."""
    for item in items:
        named = "postgres" in item.nodeid.lower()
        if not named and DATABASE.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.plain)


@pytest.fixture(scope="session")
def settings(worker_id: str) -> Iterator[Settings]:
    """Settings of a shop in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="shop-"))
    yield load_settings({}, instance=folder, **TEST_SETTINGS)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def stage(settings: Settings, worker_id: str) -> Stage:
    return Stage(settings.instance, worker_id)


@pytest.fixture(scope="session")
def shop(settings: Settings, stage: Stage) -> Iterator[Flask]:
    """The application, made once a worker, on a database with the schema and nothing else."""
    from dataclasses import replace

    app = create_app(replace(settings, database_url=stage.url))
    with app.app_context():
        make_schema(app)
        stage.keep_template()

        @event.listens_for(db.engines[None], "begin")
        def note(_connection: object) -> None:
            stage.dirty = True

    yield app
    with app.app_context():
        stage.end()


def make_schema(app: Flask) -> None:
    """The schema through the migrations when there are any, else straight from the models."""
    from flask_migrate import upgrade

    versions = Path(app.root_path) / "migrations" / "versions"
    if any(versions.glob("*.py")):
        upgrade()
    else:
        db.create_all(bind_key=None)


@pytest.fixture
def app(shop: Flask, stage: Stage, settings: Settings) -> Iterator[Flask]:
    """The application with a clean database and empty folders, in its context."""
    with shop.app_context():
        stage.reset()
        for name in ("files", "mail", "facts", "log"):
            shutil.rmtree(settings.instance / name, ignore_errors=True)
        (settings.instance / "files").mkdir()
        shop.extensions["shop.access_log"].writer.close()
        shop.extensions["shop.huey"].flush()
        rules.forget()
        heads.forget()
        versions.forget()
        page_cache.clear()
        timetable.forget()
        agreements.forget()
        banner.forget()
        evidence.forget()
        measures.forget()
        db.session.remove()
        yield shop
        db.session.remove()


@pytest.fixture
def act() -> Act:
    """An act of the test itself."""
    return Act(Actor("command", "test"), clock.now(), 1)


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody without an account and without cookies."""
    return Browser(app)


@pytest.fixture
def run_job(app: Flask) -> object:
    """Run a job by name, as the job runner does."""

    def run(name: str) -> None:
        jobs.run_now(name)

    return run
