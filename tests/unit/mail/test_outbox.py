"""Mail waits in the outbox, is sent once, and a silent relay costs time, never a message."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import jinja2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from sqlalchemy import select

from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import letters
from app.mail import service as mail
from app.mail.catalogue import Letter
from app.mail.models import OutboxMail
from tests.pages import Browser
from tests.suppliers import register

RunJob = Callable[[str], None]


@pytest.fixture(autouse=True)
def letter(app: Flask) -> Iterator[None]:
    """A mail of its own for these tests."""
    before = app.jinja_env.loader
    folder = "tests/mail/hello"
    html = "{% extends 'layouts/mail.html' %}{% block content %}<h1>{{ code }}</h1>{% endblock %}"
    made = jinja2.DictLoader(
        {
            f"{folder}/subject.txt": "Hello {{ name }}",
            f"{folder}/body.txt": "Your code is {{ code }}. {{ site.name }}",
            f"{folder}/body.html": html,
        }
    )
    assert before is not None
    app.jinja_env.loader = jinja2.ChoiceLoader([made, before])
    catalogue = app.extensions["shop.letters"]
    catalogue["tests/hello"] = Letter("tests/hello", "A greeting", "account", "mail-we-send")
    yield
    app.jinja_env.loader = before
    del catalogue["tests/hello"]


def queue(act: Act, to: str = "kim@example.com", name: str = "Kim") -> OutboxMail:
    number = mail.queue(
        act, to=to, template="tests/hello", purpose="account", ref="account:1",
        derived={"code": ("code", "test", (1, "salt"))}, name=name,
    )  # fmt: skip
    db.session.commit()
    return db.session.get_one(OutboxMail, number)


def spool(app: Flask) -> list[EmailMessage]:
    folder = Path(app.instance_path) / "mail" / "new"
    return [BytesParser(policy=default).parsebytes(path.read_bytes()) for path in sorted(folder.glob("*"))]  # type: ignore[misc]


def test_without_a_relay_mail_lies_in_the_local_maildir_and_on_its_page(
    app: Flask, act: Act, run_job: RunJob, visitor: Browser
) -> None:
    queue(act)
    run_job("send-mail")
    (sent,) = spool(app)
    assert (sent["Subject"], sent["To"]) == ("Hello Kim", "kim@example.com")
    page = visitor.get("/local-mail").open("Hello Kim")
    assert codes.typed_code("test", 1, "salt") in page.main


def test_a_secret_is_in_the_mail_but_not_in_the_database(app: Flask, act: Act, run_job: RunJob) -> None:
    row = queue(act)
    code = codes.typed_code("test", 1, "salt")
    run_job("send-mail")
    (sent,) = spool(app)
    assert code in sent.as_string()
    assert code not in f"{row.content}{row.derived}"
    assert code not in letters.compose(row, show_secrets=False).as_string()


def test_a_message_is_sent_once_however_often_the_job_runs(app: Flask, act: Act, run_job: RunJob) -> None:
    queue(act)
    run_job("send-mail")
    run_job("send-mail")
    assert len(spool(app)) == 1


def test_a_message_that_may_be_with_the_relay_already_is_not_sent_again(app: Flask, act: Act, run_job: RunJob) -> None:
    row = queue(act)
    row.state = "sending"
    db.session.commit()
    run_job("send-mail")
    assert spool(app) == []


def test_a_line_break_in_a_name_cannot_forge_a_header(app: Flask, act: Act, run_job: RunJob) -> None:
    queue(act, name="Kim\r\nBcc: everybody@example.com")
    run_job("send-mail")
    (sent,) = spool(app)
    assert sent["Bcc"] is None
    assert sent["Subject"] == "Hello Kim Bcc: everybody@example.com"


def test_a_template_that_cannot_be_drawn_does_not_hold_up_the_mail_behind_it(
    app: Flask, act: Act, run_job: RunJob
) -> None:
    bad = queue(act)
    bad.template = "tests/no-such-mail"
    db.session.commit()
    queue(act, name="Lee")
    run_job("send-mail")
    assert [sent["Subject"] for sent in spool(app)] == ["Hello Lee"]
    assert db.session.get_one(OutboxMail, bad.id, populate_existing=True).state == "failed"


class Sink(Message):
    """An SMTP server that keeps what it is given and refuses one address."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # type: ignore[no-untyped-def]  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message) -> None:  # type: ignore[no-untyped-def]
        self.taken.append(str(message["To"]))


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def relay_settings(app: Flask, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["shop.settings"], smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False)
    monkeypatch.setitem(app.extensions, "shop.settings", settings)
    register(settings)


@pytest.fixture
def sink(port: int) -> Iterator[Sink]:
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made
    controller.stop()


@pytest.mark.usefixtures("relay_settings")
def test_with_a_relay_mail_goes_there(act: Act, run_job: RunJob, sink: Sink) -> None:
    queue(act)
    run_job("send-mail")
    assert sink.taken == ["kim@example.com"]


@pytest.mark.usefixtures("relay_settings")
def test_a_relay_that_is_away_costs_a_minute_not_the_message(act: Act, run_job: RunJob) -> None:
    row = queue(act)
    run_job("send-mail")
    db.session.refresh(row)
    assert (row.state, row.attempts) == ("queued", 1)
    assert row.due_at - act.at > timedelta(seconds=50)


@pytest.mark.usefixtures("relay_settings", "sink")
def test_a_recipient_that_the_relay_refuses_for_good_is_not_tried_again(act: Act, run_job: RunJob) -> None:
    row = queue(act, to="nobody@example.com")
    run_job("send-mail")
    db.session.refresh(row)
    assert row.state == "failed"
    assert row.trouble == "recipient refused (550)"
    assert "nobody" not in row.trouble


def test_queueing_is_audited(act: Act) -> None:
    from app.audit.models import AuditEntry

    queue(act)
    assert db.session.scalars(select(AuditEntry.kind)).all() == ["mail.queued"]
