"""Mail that goes to a relay goes through the door: in the ledger once, and nowhere while the relay's door is shut."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from app.config import Settings
from app.disclosures import views
from app.disclosures.models import Disclosure, OutboundCall
from app.disclosures.service import suppliers
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import relay
from app.mail.relay import About, RelayTrouble
from tests.suppliers import register

ABOUT = About("person:3", "order:10001")


class Sink:
    """An SMTP server that keeps what it takes."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        self.taken.append(envelope.content)
        return "250 OK"


@pytest.fixture
def with_relay(app: Flask) -> Settings:
    """Settings of a shop with a relay, which stands in the register."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    found = replace(app.extensions["shop.settings"], smtp_host="127.0.0.1", smtp_port=port, smtp_tls=False)
    register(found)
    return found


@pytest.fixture
def sink(with_relay: Settings) -> Iterator[Sink]:
    made = Sink()
    controller = Controller(made, hostname="127.0.0.1", port=with_relay.smtp_port)
    controller.start()
    yield made
    controller.stop()


def letter() -> EmailMessage:
    """One message; each composing draws its boundary anew."""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "shop@example.com", "kim@example.com", "<one@example.com>"
    message["Subject"] = "Hello"
    message.set_content("Hello Kim")
    message.add_alternative("<p>Hello Kim</p>", subtype="html")
    return message


def delivered(act: Act, settings: Settings) -> None:
    work.unit(lambda: relay.deliver(act, settings, letter(), ABOUT))


def test_a_mail_to_the_relay_stands_in_the_ledger_with_its_person_and_cause(
    act: Act, with_relay: Settings, sink: Sink
) -> None:
    delivered(act, with_relay)
    assert len(sink.taken) == 1
    told = db.session.scalars(select(Disclosure)).one()
    assert (told.recipient, told.ground, told.person_ref) == ("mail-relay", "supplier", "person:3")
    assert (told.case_ref, told.fields) == ("order:10001", ["e-mail address", "message"])
    call = db.session.scalars(select(OutboundCall)).one()
    assert (call.state, call.status, call.payload) == ("answered", 250, None)
    assert "Hello" not in str(vars(call))


def test_a_mail_that_is_tried_again_is_one_disclosure(act: Act, with_relay: Settings) -> None:
    for _ in range(2):
        with pytest.raises(RelayTrouble, match="ConnectionRefusedError"):
            delivered(act, with_relay)
    assert [(call.state, call.tries) for call in db.session.scalars(select(OutboundCall))] == [("silent", 2)]
    assert len(db.session.scalars(select(Disclosure)).all()) == 1


def test_while_the_relays_door_is_shut_mail_waits_and_that_counts_as_no_try(
    act: Act, with_relay: Settings, sink: Sink
) -> None:
    number = next(card.id for card in views.cards(act.at) if card.name == "mail-relay")
    work.unit(lambda: suppliers.shut(act, number, "They read a mail."))
    with pytest.raises(RelayTrouble, match="shut") as trouble:
        delivered(act, with_relay)
    assert (trouble.value.waits, trouble.value.final) == (True, False)
    assert sink.taken == []
    assert db.session.scalar(select(Disclosure.id)) is None


def test_the_local_maildir_of_a_demonstration_is_no_disclosure(app: Flask, act: Act) -> None:
    deliver: Callable[[], None] = lambda: relay.deliver(  # noqa: E731 a verb for one piece of work
        act, app.extensions["shop.settings"], letter(), ABOUT
    )
    work.unit(deliver)
    assert db.session.scalar(select(Disclosure.id)) is None
    assert db.session.scalar(select(OutboundCall.id)) is None
