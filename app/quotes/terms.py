"""The house rules of quotes, how a quote's number is shown, and the states it can be in."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation import rules
from app.foundation.row_numbers import row_number

for _rule in (
    rules.Rule("quotes.valid-days", 30, "days", "How long the prices of a quote hold", most=365),
    rules.Rule("quotes.pay-link-days", 14, "days", "How long a link to pay an order works", most=90),
    rules.Rule("quotes.mails-a-day", 5, "mails", "How often a quote may be mailed to its owner in a day", most=50),
    rules.Rule("quotes.most-lines", 30, "jobs", "The most jobs that one quote may hold", most=100),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class State:
    """A state of a quote: its words, its tone on pages, and what it means for the customer."""

    code: str
    label: str
    tone: str
    sentence: str


STATES = {
    state.code: state
    for state in (
        State("open", "Open", "good", "The prices hold. Order when you are ready."),
        State("expired", "Expired", "waiting", "The prices no longer hold. Price it again to see today's."),
        State("ordered", "Ordered", "neutral", "You turned this quote into an order."),
        State("withdrawn", "Withdrawn", "neutral", "This quote was taken back and cannot be ordered."),
    )
}


def state_of(valid_until: datetime, ordered_at: datetime | None, withdrawn_at: datetime | None, at: datetime) -> State:
    """The state of a quote at that time."""
    if ordered_at is not None:
        return STATES["ordered"]
    if withdrawn_at is not None:
        return STATES["withdrawn"]
    return STATES["open" if at < valid_until else "expired"]


def shown(number: int) -> str:
    """A quote's number as people read it: `Q-20001`."""
    return f"Q-{number}"


def read_number(typed: str) -> int | None:
    """The number in `Q-20001`, `q20001` or `20001`; None in anything else."""
    return row_number(typed.strip().upper().removeprefix("Q").removeprefix("-"))
