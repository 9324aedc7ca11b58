"""How a mail to many goes, in words and numbers: from the list of the dry run and from the outbox."""

from dataclasses import dataclass

from app.campaigns import views
from app.campaigns.views import RunLine
from app.mail import service as mail
from app.mail import views as mail_views

STATES = {
    "sent": "handed over",
    "queued": "waiting",
    "sending": "being handed over",
    "held": "held back while it pauses",
    "refused": "stopped meanwhile, not sent",
    "failed": "failed",
    "uncertain": "uncertain: staff look at each",
}


@dataclass(frozen=True)
class Progress:
    """`lines` are label and number; `done` of `all` people of the list are settled."""

    lines: tuple[tuple[str, int], ...]
    done: int
    all: int
    refused: int
    complaints: int
    bounces: int


def of(line: RunLine) -> Progress:
    """How far it is; a few queries, however large it is."""
    outcomes, states = views.outcomes(line.id), mail.progress(line.id)
    to_write = outcomes.get("may", 0) if line.state not in ("stopped", "done") else 0
    never = outcomes.get("may", 0) - to_write
    refused_later = outcomes.get("stopped", 0)
    lines = [("to be written", to_write)] if to_write else []
    lines += [(STATES[state], states[state]) for state in STATES if states.get(state)]
    lines += [("stopped before it was written", refused_later)] if refused_later else []
    lines += [("never written, because the run was stopped", never)] if never else []
    open_ones = to_write + sum(states.get(state, 0) for state in ("queued", "sending", "held"))
    everybody = sum(states.values()) + to_write + never + refused_later
    rates = mail_views.rates_of_run(line.id)
    return Progress(
        tuple(lines), everybody - open_ones, everybody, outcomes.get("refused", 0), rates.complaints, rates.bounces
    )
