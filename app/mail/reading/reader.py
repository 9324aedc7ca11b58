"""The order of tests: report, machine, token, words, and what holds when nothing matched."""

import email
import re
from email import policy

from app.mail.reading.shapes import Ours, Reading
from app.people import identifiers

STOPPED_MAIL = ("marketing", "site_update", "survey", "prospect")


def read(raw: bytes, envelope_from: str, envelope_to: str, ours: Ours) -> Reading:
    """Read one mail as it came over the wire."""
    message = email.message_from_bytes(raw[:1_000_000], policy=policy.compat32)
    sender, key = _who(str(message.get("From", "")))
    text = str(message.get_payload())
    found = re.search(r"\+u\.([0-9a-f]{40})@", envelope_to.lower())
    if found:
        return Reading("token", "token-recipient", sender, key, token=found[1], answerable=True)
    if envelope_from in {"", "<>"}:
        return Reading("machine", "null-sender", sender, key)
    return Reading(
        "human",
        "words" if "unsubscribe" in text.lower() else "fresh-no-words",
        sender,
        key,
        subject=str(message.get("Subject", "")),
        message_id=str(message.get("Message-ID", "")),
        newest_text=text,
        text=text,
        wishes=frozenset({"stop"}),
        purposes=STOPPED_MAIL,
        answerable=True,
    )


def _who(value: str) -> tuple[str, str]:
    try:
        found = identifiers.email(email.utils.parseaddr(value)[1])
    except identifiers.NotUsableError:
        return "", ""
    return found.address, found.key
