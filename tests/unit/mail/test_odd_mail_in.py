"""Whatever comes, it is stored, read and settled: the kept odd mails, and bytes that nobody thought of."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.config import ROOT
from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.service import raw_copies, receiving
from tests import inbound
from tests.cases import done

MAILS = sorted((ROOT / "tests/fixtures/mails").glob("*.eml"))
PIECES = (
    b"From: casey@example.com\r\n", b"To: newsletter@smartpress.com\r\n", b"Subject: =?utf-8?B?/////w==?=\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n", b"--x--\r\n", b"\r\n", b"unsubscribe",
    b"Content-Transfer-Encoding: base64\r\n", b"\x00", b"\xff\xfe", b"Message-ID: <a@b>\r\n",
    b"References: <a@b> <\r\n",
    b"Authentication-Results: mx; dmarc=fail\r\n", b"Content-Type: text/html; charset=no-such\r\n", b"<p>stop</p>",
)  # fmt: skip


def left() -> list[tuple[int, str, str]]:
    """Mails that were not read to their end."""
    query = text("SELECT id, state, kind FROM inbound_mail WHERE read_at IS NULL OR state = 'failed' OR tries > 0")
    return [tuple(row) for row in db.session.execute(query)]


def test_every_kept_odd_mail_is_worked_through(app: Flask, act: Act) -> None:
    assert len(MAILS) >= 60
    for file in MAILS:
        done(lambda path=file: store(act, path.read_bytes()))
    jobs.run_now("read-mail")
    assert left() == []


def store(act: Act, raw: bytes, to: str = "") -> int:
    return receiving.receive(act, inbound.SENDER, to or inbound.newsletter(), raw, way="pipe")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=60)), max_size=25))
def test_no_bytes_are_lost_or_hold_up_the_others(app: Flask, act: Act, pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    number = done(lambda: store(act, raw))
    jobs.run_now("read-mail")
    assert left() == []
    kept = raw_copies.open_raw(number)
    assert kept is not None
    assert kept[0] == raw


@pytest.mark.parametrize("to", ["", "nobody", "newsletter+u.@x", "bounce+@x", "a" * 400, "neue\udcff@x", "\0@x"])
def test_no_recipient_is_too_odd_to_be_stored(app: Flask, act: Act, to: str) -> None:
    done(lambda: receiving.receive(act, to, to, b"From: casey@example.com\n\nHello", way="lmtp"))
    jobs.run_now("read-mail")
    assert left() == []
