"""The three ways in for mail: whatever goes wrong for now is brought again, whatever comes is stored first."""

import smtplib
import socket
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.foundation.database import db
from app.mail import inbound_commands, lmtp
from app.mail.service import receiving
from tests import inbound
from tests.inbound import SENDER, written

BAD = b"\x00\xff no mail at all \x80" * 50


def rows() -> list[tuple[str, str]]:
    return [tuple(row) for row in db.session.execute(text("SELECT way, state FROM inbound_mail ORDER BY id"))]


def pipe(app: Flask, raw: bytes) -> int:
    command = ["mail", "receive", "--from", SENDER, "--to", inbound.newsletter()]
    db.session.remove()  # what looked up the address holds the database no longer
    return app.test_cli_runner().invoke(args=command, input=raw).exit_code


@pytest.mark.parametrize("raw", [b"From: casey@example.com\n\nHello", b"", BAD], ids=["a mail", "nothing", "no mail"])
def test_the_pipe_stores_whatever_comes(app: Flask, raw: bytes) -> None:
    assert pipe(app, raw) == 0
    assert rows() == [("pipe", "stored")]


def test_the_pipe_asks_for_the_mail_again_while_the_database_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    with monkeypatch.context() as away:
        away.setattr(receiving, "receive", locked)
        assert pipe(app, written()) == 75
    assert rows() == []
    assert pipe(app, written()) == 0


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """A listener for LMTP on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    db.session.remove()
    listener = lmtp.Listener(inbound_commands.storing(app, "lmtp"), "127.0.0.1", number)
    listener.start()
    yield number
    listener.stop()


def deliver(port: int, raw: bytes, *recipients: str) -> tuple[int, bytes]:
    db.session.remove()  # what looked up the address holds the database no longer
    with smtplib.LMTP("127.0.0.1", port, local_hostname="mta.example.com", timeout=20) as server:
        server.ehlo_or_helo_if_needed()
        server.mail(SENDER)
        told = [server.rcpt(recipient) for recipient in recipients]
        if len(told) > 1:
            return told[-1]
        return server.data(raw)


def test_lmtp_says_stored_only_when_it_is(port: int) -> None:
    code, words = deliver(port, written(), inbound.newsletter())
    assert (code, words.startswith(b"2.0.0 Stored as")) == (250, True)
    assert rows() == [("lmtp", "stored")]


def test_lmtp_takes_one_recipient_at_a_time(port: int) -> None:
    code, _ = deliver(port, written(), inbound.newsletter(), "privacy@example.com")
    assert code == 452


def test_lmtp_puts_a_mail_off_that_it_cannot_store_now(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(receiving, "receive", locked)
    code, _ = deliver(port, written(), inbound.newsletter())
    assert code == 451


def test_lmtp_takes_the_null_sender_and_bytes_that_are_no_mail(port: int) -> None:
    with smtplib.LMTP("127.0.0.1", port, local_hostname="mta.example.com", timeout=20) as server:
        server.ehlo_or_helo_if_needed()
        server.docmd("MAIL FROM:<>")
        server.rcpt(SENDER)
        code, _ = server.data(BAD)
    assert code == 250
