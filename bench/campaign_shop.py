"""The scratch shop of the campaign bench: made-up customers, a letter to all of them, its relay and its workers."""

import asyncio
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import jinja2
from aiosmtpd.smtp import SMTP
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, func, insert, select, text

from app import create_app
from app.config import Settings, load_settings
from app.disclosures.service import suppliers
from app.disclosures.service.suppliers import Statement
from app.foundation import clock, jobs, work
from app.foundation.acts import Act, Actor, system_act
from app.foundation.database import db, with_driver
from app.mail.catalogue import Letter
from app.mail.models import OutboxMail
from app.mail.service import sending
from app.people.models import Identifier, Person
from app.permissions import service as gate
from app.permissions.models import Cause, Collection

TEMPLATE = "bench/update"
PARAGRAPHS = 6
DOMAINS = 400
FOLDER = "bench/mail/update"
WORDS = "The new page of your proof turns like paper, and each sheet can be looked at from both sides. " * 3
HTML = "".join(f"<p>{WORDS}</p>" for _ in range(PARAGRAPHS))
SOURCES = {
    f"{FOLDER}/subject.txt": "Turn the pages of your proof",
    f"{FOLDER}/body.txt": "Hello {{ greeting }},\n\n" + "\n\n".join([WORDS] * PARAGRAPHS),
    f"{FOLDER}/body.html": "{% extends 'layouts/mail.html' %}{% block content %}<h1>Turn the pages</h1>"
    "<p>Hello {{ greeting }},</p>" + HTML + "{% endblock %}",
}


def shop_at(folder: Path, port: int) -> Flask:
    """The shop in that folder, whose relay answers on that port."""
    url = os.environ.get("CAMPAIGN_DATABASE_URL", "")
    settings = load_settings(
        {}, instance=folder, env="demo", smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False, database_url=url,
        secret_key="the bench's own key",
    )  # fmt: skip
    app = create_app(settings)
    before = app.jinja_env.loader
    assert before is not None
    app.jinja_env.loader = jinja2.ChoiceLoader([jinja2.DictLoader(SOURCES), before])
    app.extensions["shop.letters"][TEMPLATE] = Letter(TEMPLATE, "A bench", "site_update", "site-updates")
    return app


@contextmanager
def database() -> Iterator[None]:
    """A database of its own on the server of `DATABASE_URL`, dropped at the end; without it, SQLite in the folder."""
    server, name = os.environ.get("DATABASE_URL", ""), f"shop_campaign_{os.getpid()}"
    if not server:
        yield
        return
    admin = create_engine(with_driver(server), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    os.environ["CAMPAIGN_DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    try:
        yield
    finally:
        del os.environ["CAMPAIGN_DATABASE_URL"]
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def open_shop(app: Flask, people: int) -> None:
    """Tables, suppliers, the purposes of version 1, and so many customers as the gate knows them."""
    settings: Settings = app.extensions["shop.settings"]
    upgrade()
    act = Act(Actor("command", "bench"), clock.now(), 1)

    def enter() -> None:
        gate.name_purposes(act, 1)
        for supplier_id in suppliers.fill(act, settings):
            suppliers.attest(act, supplier_id, Statement("Cora Signer", (act.at - timedelta(days=2)).date()))

    work.unit(enter)
    for start in range(1, people + 1, 5000):
        work.unit(lambda start=start: _customers(act, range(start, min(start + 5000, people + 1))))  # type: ignore[misc]  # bound at once


def _customers(act: Act, numbers: range) -> None:
    at, subject = act.at, "person:{}".format
    db.session.execute(insert(Person), [{"id": number, "created_at": at} for number in numbers])
    reached = {"kind": "email", "source": "subject", "added_at": at, "verified_at": at}
    db.session.execute(
        insert(Identifier), [reached | {"person_id": number, "value_key": address(number)} for number in numbers]
    )
    buys = {"kind": "customer", "opened_at": at}
    db.session.execute(
        insert(Cause),
        [buys | {"ref": f"account:{number}", "subject_key": subject(number)} for number in numbers],
    )
    came = {"policy_version": 1, "how": "collected", "at": at}
    db.session.execute(insert(Collection), [came | {"subject_key": subject(number)} for number in numbers])


def address(number: int) -> str:
    """Everybody has an address of their own, at one of some hundred domains."""
    return f"person-{number}@d{number % DOMAINS}.example.com"


def waiting() -> int:
    """How many messages are not handed over yet."""
    query = select(func.count()).where(OutboxMail.state == "queued")
    return db.session.scalar(query) or 0


def worker(folder: Path, port: int) -> None:
    """Send until nothing waits, as the job runner does."""
    app = shop_at(folder, port)
    with app.app_context():
        while True:
            jobs.run_now("send-mail")
            left: list[int] = []
            work.unit(lambda left=left: left.append(waiting()))  # type: ignore[misc]  # bound at once
            if not left[0]:
                break
            time.sleep(0.2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (folder / "worker-peak").write_text(str(peak))


class Sink:
    """Takes every message, and notes each that can be stopped, for whom and when, before it says so."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        if b"\r\nList-Unsubscribe:" in envelope.content:
            signed = envelope.content.startswith(b"DKIM-Signature:")
            os.write(self._file, f"{time.time():.6f} {envelope.rcpt_tos[0]} {int(signed)}\n".encode())
        return "250 OK"


def sink(path: Path, port: int) -> None:
    """A relay in a process of its own."""

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Sink(path), hostname="sink.example.com"), "127.0.0.1", port)
        done = asyncio.Event()
        loop.add_signal_handler(signal.SIGTERM, done.set)
        await done.wait()
        server.close()

    asyncio.run(serve())


def settle_what_nobody_knows() -> int:
    """How many messages are uncertain once their time is over."""
    act = system_act("job", "send-mail", 1)
    work.unit(lambda: sending.find_uncertain(replace(act, at=act.at + timedelta(minutes=11))))
    query = select(func.count()).where(OutboxMail.state == "uncertain")
    return db.session.scalar(query) or 0


if __name__ == "__main__":
    {"worker": worker, "sink": sink}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
