"""A relay on this machine that can be told to misbehave, and mail for it."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail.models import OutboxMail
from tests.suppliers import register


@dataclass(frozen=True)
class Taken:
    """One message as the relay was given it."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return BytesParser(policy=default).parsebytes(self.raw)  # type: ignore[return-value]  # the policy's class


@dataclass
class Relay:
    """What it took, how often somebody connected, and what it answers to the local parts of recipients."""

    taken: list[Taken] = field(default_factory=list)
    connected: int = 0
    at_recipient: dict[str, str] = field(default_factory=dict)
    at_message: dict[str, str] = field(default_factory=dict)
    """`hang up` closes the line after the message was taken, without an answer."""
    hangs_up_after: int = 0
    """Messages on one connection; 0 is as many as come."""
    during: Any = None
    """Called with the recipient while a message is under way."""

    async def handle_EHLO(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.connected += 1
        session.host_name = name
        server.carried = 0  # type: ignore[attr-defined]  # our own count on its object
        return answers

    async def handle_RCPT(  # noqa: N802 aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.at_recipient.get(address.partition("@")[0], "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        recipient = envelope.rcpt_tos[0]
        answer = self.at_message.get(recipient.partition("@")[0], "250 OK")
        if self.during is not None:
            self.during(recipient)
        if answer.startswith("250") or answer == "hang up":
            self.taken.append(Taken(envelope.mail_from or "", recipient, envelope.content or b""))
        server.carried += 1  # type: ignore[attr-defined]  # as above
        if answer == "hang up" or self.hangs_up_after == server.carried:  # type: ignore[attr-defined]  # as above
            server.transport.close()
        return answer

    def recipients(self) -> list[str]:
        return [taken.recipient for taken in self.taken]


@pytest.fixture
def shop_with_relay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The shop with a relay in its settings and its register; nobody answers there yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = replace(app.extensions["shop.settings"], smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False)
    monkeypatch.setitem(app.extensions, "shop.settings", settings)
    register(settings)
    return app


@pytest.fixture
def relay(shop_with_relay: Flask) -> Iterator[Relay]:
    """The relay of the settings, at work."""
    made = Relay()
    port = shop_with_relay.extensions["shop.settings"].smtp_port
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    yield made
    controller.stop()


def queue(act: Act, to: str = "kim@example.com", **changes: Any) -> OutboxMail:
    """A mail about an account that waits in the outbox."""
    given = {"template": "accounts/password_changed", "purpose": "account", "ref": "account:1"}
    given |= {"greeting": "Kim", "when": "Monday"} | changes
    number = mail.queue(act, to=to, **given)
    db.session.commit()
    return db.session.get_one(OutboxMail, number)
