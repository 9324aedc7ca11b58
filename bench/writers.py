"""Fifty people at once place orders on PostgreSQL, with and without audit entries: nobody may queue for the chain."""

import os
import secrets
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from flask import Flask
from sqlalchemy import create_engine, text

from app import create_app
from app.accounts.service import NewAccount, open_account
from app.audit import service as audit
from app.audit.jobs import start_sealer
from app.catalogue import service as catalogue
from app.catalogue.spec import Spec
from app.config import load_settings
from app.foundation import clock, work
from app.foundation.acts import Act, Actor, system_act
from app.foundation.database import db, dispose, with_driver
from app.operations import demo
from app.orders.service import Order, WantedJob, placing
from app.people import identifiers
from app.permissions import service as permissions
from app.shipping import service as shipping
from app.tax import service as tax

WRITERS = 50
SECONDS = 3.0
ROUNDS = 3
NAME = "shop_bench_writers"
BAR = 0.7


@dataclass(frozen=True)
class Shop:
    """Who orders what."""

    account_id: int
    spec: Spec


@dataclass(frozen=True)
class Throughput:
    """Orders a second; `ratio` is with audit over without, the median of the rounds."""

    without: float
    with_audit: float
    ratio: float
    low: float
    high: float


def fifty_writers() -> Throughput | None:
    """Measure, in a database of its own; None where no PostgreSQL is named by DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return None
    _remake(server)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        app = create_app(load_settings({}, instance=Path(folder), env="test", database_url=url))
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] |= {"pool_size": WRITERS}
        try:
            shop = _open(app)
            stop = start_sealer(app)
            found = sorted((_round(app, shop) for _ in range(ROUNDS)), key=lambda pair: pair[1] / pair[0])
            stop.set()
        finally:
            with app.app_context():
                dispose()
    middle = found[len(found) // 2]
    return Throughput(
        middle[0], middle[1], middle[1] / middle[0], found[0][1] / found[0][0], found[-1][1] / found[-1][0]
    )


def _remake(server: str) -> None:
    engine = create_engine(with_driver(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {NAME}"))
    engine.dispose()


def _round(app: Flask, shop: Shop) -> tuple[float, float]:
    with _silent():
        without = _rate(app, shop)
    return without, _rate(app, shop)


def _rate(app: Flask, shop: Shop) -> float:
    """Orders placed a second, each in one transaction."""
    counts, begin = [0] * WRITERS, threading.Barrier(WRITERS + 1)
    stop = threading.Event()

    def write(number: int) -> None:
        with app.app_context():
            begin.wait()
            while not stop.is_set():
                work.unit(lambda: _place(shop))
                counts[number] += 1
            db.session.remove()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    begin.wait()
    started = time.perf_counter()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def _open(app: Flask) -> Shop:
    """Tables of prices, an account and what it orders."""
    act = system_act("command", "bench", 1)
    before = act.at - timedelta(days=1)
    with app.app_context():
        db.create_all(bind_key=None)
        for load in (catalogue.load_tables, shipping.load_tables, tax.load_tables):
            work.unit(partial(load, act, before))  # type: ignore[arg-type]  # its answer is not needed
        work.unit(lambda: permissions.name_purposes(act, 1))
        made: list[int] = []
        new = NewAccount("bench", identifiers.email("bench@example.com"), "Ben Ch", "Ben", demo.HOME, demo.HOME)
        work.unit(lambda: made.append(open_account(act, new, "")))
        spec = catalogue.spec_from(demo.CARDS).spec
        assert spec is not None
    return Shop(made[0], spec)


def _place(shop: Shop) -> None:
    act = Act(Actor("customer", str(shop.account_id)), clock.now(), 1)
    order = Order(secrets.token_hex(16), (WantedJob(shop.spec, "Cards"),), demo.HOME, demo.HOME, "ground")
    placing.place(act, shop.account_id, order)


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing is recorded."""
    kept, audit.record = audit.record, lambda *_args, **_payload: None
    try:
        yield
    finally:
        audit.record = kept
