"""Our mail is signed: whoever has the published record sees that nothing of it was changed on the way."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.foundation import clock, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import headers, letters, signing, zone
from app.mail.models import DkimKey
from app.mail.service import dkim_keys
from tests.unit.mail.relays import Relay, queue, relay, shop_with_relay

__all__ = ["relay", "shop_with_relay"]

RunJob = Callable[[str], None]


@pytest.fixture
def signed(act: Act, relay: Relay, run_job: RunJob) -> bytes:
    """A mail as the relay was given it."""
    queue(act)
    run_job("send-mail")
    return relay.taken[0].raw


def test_a_mail_verifies_under_the_record_that_is_printed(signed: bytes) -> None:
    assert signing.verifies(signed, dkim_keys.records(clock.now()))
    assert not signing.verifies(signed, {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"From: ", b"From: Somebody "),
        (b"To: kim@", b"To: lee@"),
        (b"Subject: ", b"Subject: Win "),
        (b"Hello Kim", b"Hello Lee"),
        (b"MIME-Version: ", b"Subject: another\r\nMIME-Version: "),
        (b"MIME-Version: ", b"List-Unsubscribe: <https://example.com/>\r\nMIME-Version: "),
    ],
)
def test_what_was_changed_or_put_in_on_the_way_is_seen(signed: bytes, old: bytes, new: bytes) -> None:
    head, _, rest = signed.partition(b"\r\nSubject: ")
    changed = head + (b"\r\nSubject: " + rest).replace(old, new, 1)
    assert changed != signed
    assert not signing.verifies(changed, dkim_keys.records(clock.now()))


def test_nothing_on_the_way_has_a_reason_to_alter_a_mail(signed: bytes) -> None:
    assert signed.isascii()
    lines = signed.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) < 400
    assert not any(line.startswith(b"From ") for line in lines)


def test_the_envelope_names_the_reference_and_order_mail_carries_no_list_headers(
    act: Act, relay: Relay, run_job: RunJob
) -> None:
    row = queue(act)
    run_job("send-mail")
    taken = relay.taken[0]
    assert taken.sender == f"bounce+{row.reference.lower()}@smartpress.com"
    assert taken.message["Auto-Submitted"] == "auto-generated"
    assert taken.message["X-Loop"] == headers.loop_mark()
    assert [name for name in taken.message if name.startswith("List-") or name == "Precedence"] == []


def test_mail_that_nobody_ordered_says_how_to_stop_it_and_that_is_signed(app: Flask, act: Act) -> None:
    dkim_keys.rotate(act, at_once=True)
    specimen = letters.Specimen("accounts/password_changed", "site_update", {"greeting": "Kim", "when": "x"}, act.at)
    message = letters.compose(specimen)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = str(message["List-Unsubscribe"]).split(", ")
    assert https.startswith("<https://")
    assert "/u/" in https
    assert mailto.startswith("<mailto:newsletter+u.")
    assert message["Precedence"] == "bulk"
    assert "newsletter@smartpress.com" in str(message["From"])
    raw = letters.written(message, dkim_keys.signer(act.at), act.at)
    assert signing.verifies(raw, dkim_keys.records(act.at))
    for changed in (raw.replace(b"/u/", b"/v/", 1), raw.replace(b"=One-Click", b"=Two-Clicks", 1)):
        assert not signing.verifies(changed, dkim_keys.records(act.at))


def test_keys_take_turns_and_the_old_one_stays_published_for_mail_on_its_way(app: Flask, act: Act) -> None:
    first = dkim_keys.rotate(act)
    second = dkim_keys.rotate(act)
    db.session.flush()
    states = {key.selector: key.state for key in dkim_keys.published(act.at)}
    assert states == {first: "signing", second: "coming"}
    signer = dkim_keys.signer(act.at)
    assert signer is not None
    assert signer.selector == first
    turned = act.at + timedelta(hours=49)
    assert {key.selector: key.state for key in dkim_keys.published(turned)} == {first: "leaving", second: "signing"}
    gone = turned + timedelta(days=15)
    assert {key.selector for key in dkim_keys.published(gone)} == {second}


def test_the_private_key_rests_sealed(app: Flask, act: Act) -> None:
    work.unit(lambda: dkim_keys.rotate(act) and None)
    raw = db.session.connection().exec_driver_sql("SELECT private_key FROM dkim_key").scalar()
    assert str(raw).startswith("v1.shop.")
    assert "PRIVATE" in db.session.query(DkimKey).one().private_key


def test_the_records_are_printed_and_a_saved_zone_is_compared_with_them(app: Flask, act: Act, tmp_path: Path) -> None:
    work.unit(lambda: dkim_keys.rotate(act) and None)
    runner = app.test_cli_runner()
    printed = runner.invoke(args=["mail", "dns"])
    assert printed.exit_code == 0
    for words in ("v=spf1", "v=DKIM1", "v=DMARC1", "MX 10", "asks no name server"):
        assert words in printed.output
    saved = tmp_path / "zone"
    saved.write_text(printed.output)
    assert runner.invoke(args=["mail", "dns", "--zone", str(saved)]).exit_code == 0
    saved.write_text(printed.output.replace("p=reject", "p=none").replace("v=spf1", "v=spf0"))
    other = runner.invoke(args=["mail", "dns", "--zone", str(saved)])
    assert other.exit_code == 1
    assert "different TXT _dmarc" in other.output
    assert "missing   TXT smartpress.com" in other.output


def test_what_dig_prints_is_read_like_a_zone_file() -> None:
    record = zone.signature("s1._domainkey.example.com", "v=DKIM1; k=rsa; p=" + "A" * 300, "key")
    value = record.value
    dig = f's1._domainkey.example.com. 300 IN TXT "{value[:255]}" "{value[255:]}"\n'
    assert zone.compare(record, zone.read(dig)) == "match"
    assert zone.compare(record, zone.read(dig.replace("AAAA", "BBBB", 1))) == "different"
    assert zone.compare(record, []) == "missing"


def test_a_key_is_made_by_a_command(app: Flask) -> None:
    made = app.test_cli_runner().invoke(args=["mail", "rotate-dkim"])
    assert made.exit_code == 0, made.output
    assert "v=DKIM1; k=rsa; p=" in made.output.replace('"\n    "', "")
    assert len(dkim_keys.published(clock.now())) == 1
