"""Mail fetched by IMAP: stored before it is moved, never lost, never taken twice."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.config import Settings
from app.disclosures import guard
from app.foundation.database import db
from app.mail import imap_poll
from tests import inbound
from tests.inbound import written
from tests.unit.mail.imap_server import Mailbox, serving


@pytest.fixture
def box() -> Mailbox:
    return Mailbox(written(Return_Path="<casey@example.com>"), written("Hello?", Message_ID="<two@mail.example.com>"))


@pytest.fixture(autouse=True)
def mailbox(app: Flask, box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The settings of a shop whose mailbox is served on this machine."""
    with serving(box, tmp_path) as (port, trusted):
        here = replace(
            app.extensions["shop.settings"], imap_host="localhost", imap_port=port, imap_user="shop",
            imap_password="not a secret", ca_file=str(trusted),
        )  # fmt: skip
        monkeypatch.setitem(app.extensions, "shop.settings", here)
        yield here


def stored() -> int:
    return db.session.execute(text("SELECT count(*) FROM inbound_mail WHERE way = 'imap'")).scalar_one()


def test_each_message_is_stored_and_then_moved(box: Mailbox) -> None:
    inbound.run("poll-imap")
    assert stored() == 2
    assert {name: len(found) for name, found in box.folders.items()} == {"INBOX": 0, "Received": 2}


def test_a_message_that_could_not_be_moved_is_not_taken_twice(box: Mailbox) -> None:
    box.broken = {b"UID COPY", b"CREATE"}
    with pytest.raises(imap_poll.MailboxTrouble):
        inbound.run("poll-imap")
    assert (stored(), len(box.folders["INBOX"])) == (1, 2)
    box.broken = set()
    inbound.run("poll-imap")
    assert (stored(), len(box.folders["INBOX"])) == (2, 0)


def test_a_message_that_cannot_be_fetched_stays_where_it_is(box: Mailbox) -> None:
    box.broken = {b"UID FETCH"}
    with pytest.raises(imap_poll.MailboxTrouble):
        inbound.run("poll-imap")
    assert (stored(), len(box.folders["INBOX"])) == (0, 2)


def test_a_server_that_nobody_vouches_for_gets_no_password(
    app: Flask, mailbox: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "shop.settings", replace(mailbox, ca_file=""))
    with pytest.raises(ssl.SSLCertVerificationError):
        inbound.run("poll-imap")


def test_without_a_mailbox_nothing_is_fetched(app: Flask, mailbox: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "shop.settings", replace(mailbox, imap_host=""))
    monkeypatch.setattr(imaplib, "IMAP4_SSL", None)
    inbound.run("poll-imap")
    assert stored() == 0


def test_the_mailbox_is_a_host_that_the_guard_knows(mailbox: Settings) -> None:
    assert "mail.example.net" in guard.hosts_of(replace(mailbox, imap_host="mail.example.net"))


@pytest.mark.parametrize(
    ("headers", "sender", "to"),
    [
        ({"Return_Path": "<>"}, "", "newsletter@smartpress.com"),
        ({}, imap_poll.UNKNOWN, "newsletter@smartpress.com"),
        ({"Delivered_To": "newsletter+u.abc@smartpress.com"}, imap_poll.UNKNOWN, "newsletter+u.abc@smartpress.com"),
        ({"To": "Bounces <bounce+abc@smartpress.com>"}, imap_poll.UNKNOWN, "bounce+abc@smartpress.com"),
        ({"Delivered_To": "somebody@example.com"}, imap_poll.UNKNOWN, "newsletter@smartpress.com"),
    ],
    ids=["null sender", "no note", "a link's address", "a bounce", "another's address"],
)
def test_the_envelope_is_what_the_server_noted(headers: dict[str, str], sender: str, to: str) -> None:
    assert imap_poll.envelope_of(written(**headers), "newsletter@smartpress.com") == (sender, to)
