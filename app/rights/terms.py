"""The house rules of requests about oneself, read in one place."""

from datetime import timedelta

from app.foundation import rules
from app.foundation.rules import Rule

for _rule in (
    Rule("accounts.closing-reminder-days", 3, "days", "How long before its erasure an account is told again"),
    Rule("rights.code-minutes", 30, "minutes", "How long a mailed code opens a request about oneself"),
    Rule("rights.code-tries", 5, "tries", "How often such a code may be typed before it is worn out"),
    Rule("rights.fact-tries", 5, "tries", "How often somebody may say what only they know about themselves"),
    Rule("rights.letter-code-days", 30, "days", "How long a code sent by letter opens a request"),
    Rule("rights.open-minutes", 60, "minutes", "How long a typed code opens a request in that browser"),
    Rule("rights.requests-an-hour", 10, "requests", "How many requests about oneself one network may begin in an hour"),
    Rule("rights.mails-a-day", 5, "mails", "How many codes for such requests one address gets in a day"),
    Rule("rights.silent-years", 2, "years", "After so long without a word from a mailbox it proves too little alone"),
):
    rules.declare(_rule)


def code_life(kind: str) -> timedelta:
    """How long a code works that was sent that way: `mail` or `post`."""
    if kind == "post":
        return timedelta(days=rules.whole("rights.letter-code-days"))
    return timedelta(minutes=rules.whole("rights.code-minutes"))


def unproven_life(kind: str) -> timedelta:
    """How long a request may wait for its code before it lapses."""
    if kind == "post":
        return timedelta(days=rules.whole("cases.lapse-days"))
    return timedelta(hours=rules.whole("retention.unverified-case-hours"))


def open_for() -> timedelta:
    return timedelta(minutes=rules.whole("rights.open-minutes"))


def answer_life() -> timedelta:
    return timedelta(days=rules.whole("access.download-days"))


def silence() -> timedelta:
    return timedelta(days=365 * rules.whole("rights.silent-years"))
