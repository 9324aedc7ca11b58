"""Odd and hostile mails kept as files, each with what it is read as (tests/fixtures/mails/expected.toml)."""

import tomllib
from typing import Any

import pytest

from app.config import ROOT
from app.mail.reading import Ours, Reading, describe, read

MAILS = ROOT / "tests" / "fixtures" / "mails"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((MAILS / "expected.toml").read_text())
OURS = Ours(
    domain="example.org",
    newsletter="newsletter@example.org",
    privacy_addresses=("privacy@example.org",),
    authserv_id="mx.example.org",
    loop_mark="newsletter@example.org",
)


def reading_of(name: str) -> Reading:
    """The reading of one stored mail under its envelope."""
    expected = EXPECTED[name]
    raw = (MAILS / f"{name}.eml").read_bytes()
    return read(raw, expected.get("from", "alex@example.com"), expected.get("to", "newsletter@example.org"), OURS)


def summary(reading: Reading) -> dict[str, Any]:
    """Everything of a reading that the table can name."""
    complaint = reading.complaint
    return {
        "kind": reading.kind,
        "rule": reading.rule,
        "wishes": sorted(reading.wishes),
        "purposes": list(reading.purposes),
        "answerable": reading.answerable,
        "language": reading.language,
        "newest": reading.newest_text,
        "sender": reading.sender,
        "token": reading.token,
        "notes": sorted(reading.notes),
        "dmarc": reading.authentication.dmarc,
        "spf": reading.authentication.spf,
        "dkim": reading.authentication.dkim,
        "trusted": reading.authentication.trusted,
        "attachments": [attachment.name for attachment in reading.attachments],
        "bounces": [[one.address, one.action, one.status, one.reference] for one in reading.bounces],
        "complaint": [complaint.address, complaint.reference] if complaint else [],
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_stored_mail_is_read_as_its_line_says(name: str) -> None:
    wanted = {key: value for key, value in EXPECTED[name].items() if key not in {"from", "to"}}
    found = summary(reading_of(name))
    assert {key: found[key] for key in wanted} == wanted


def test_every_stored_mail_has_a_line_and_every_line_its_mail() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 60


def test_every_reading_can_be_told_in_one_plain_sentence() -> None:
    for name in EXPECTED:
        said = describe(reading_of(name))
        assert said.startswith("Read as: ")
        assert said.endswith(".")
        assert "\n" not in said
        assert len(said) < 500


def test_stored_mails_are_at_example_addresses_only() -> None:
    for path in MAILS.glob("*.eml"):
        for word in path.read_bytes().replace(b"<", b" ").replace(b">", b" ").split():
            if word.count(b"@") == 1 and b"." in word.partition(b"@")[2]:
                assert b"example" in word.lower(), (path.name, word)
