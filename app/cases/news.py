"""What cases tell the rooms above, in the transaction of the verb that did it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from blinker import Signal

case_news = Signal()
"""Sent as `case_news.send("cases", act=act, news=news)`; a listener that raises undoes the verb."""

Happened = Literal["received", "replied", "answered", "asked", "refused", "closed", "lapsed"]


@dataclass(frozen=True)
class CaseNews:
    """One thing that became of a case. It holds nothing of what was said: mail is no safe place (P80).

    `replied` is the person's own further message. `email` is empty for somebody who gave none; `quiet` says that
    the address has had enough confirmations today. `code_parts` are what the typed code is derived from.
    """

    happened: Happened
    number: int
    kind: str
    person_id: int | None
    name: str
    email: str
    email_key: str
    due_at: datetime
    code_parts: tuple[str, int, str]
    quiet: bool = False
