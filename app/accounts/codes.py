"""Codes to type from a mail: six digits, half an hour, five tries, once (accounts.md, Registration).

The code itself is derived from the shop's key and its row (`foundation.codes.typed_code`): a thief of the
database reads none, and `flask accounts code` can tell it again outside production.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

DIGITS = 6


@dataclass(frozen=True)
class CodeTerms:
    """How long a code works, and how many tries it has; the house rules say (`terms.codes`)."""

    life: timedelta = timedelta(minutes=30)
    tries: int = 5


class Verdict(Enum):
    """What came of typing a code."""

    RIGHT = "right"
    WRONG = "wrong"
    WORN_OUT = "worn out"
    """Too many wrong ones were typed, or it was used before."""
    LATE = "late"


@dataclass(frozen=True)
class CodeState:
    """What the row of a code knows."""

    made_at: datetime
    tries: int
    used_at: datetime | None


def judge(state: CodeState, expected: str, typed: str, at: datetime, terms: CodeTerms = CodeTerms()) -> Verdict:
    """Compare what was typed; blanks and hyphens between the digits do not matter."""
    if state.used_at is not None or state.tries >= terms.tries:
        return Verdict.WORN_OUT
    if at - state.made_at > terms.life:
        return Verdict.LATE
    digits = "".join(c for c in typed if c not in " -\u00a0\t")
    return Verdict.RIGHT if hmac.compare_digest(expected.encode(), digits.encode("utf-8", "replace")) else Verdict.WRONG


SENTENCES = {
    Verdict.WRONG: "This is not the code from the mail. Please check the six digits.",
    Verdict.WORN_OUT: "This code no longer works. Please ask for a new one.",
    Verdict.LATE: "This code is too old. Please ask for a new one.",
}
"""What the person is told."""
