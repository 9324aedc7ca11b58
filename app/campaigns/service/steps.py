"""The rows behind every verb: the run, locked, and the step that was done with it."""

from app.accounts import service as accounts
from app.audit import service as audit
from app.campaigns.models import MailRun, RunEvent
from app.campaigns.states import WORDS
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail import service as mail

WAITING = ("queued", "sending", "held")
"""States of a mail that may still leave."""
SITE_UPDATE, POLICY_NOTICE = "site_update", "policy_notice"


def locked(run_id: int, kind: str = SITE_UPDATE) -> MailRun:
    """The run, for this work alone.

    Raises:
        Missing: there is none of that kind.
    """
    row = db.session.get(MailRun, run_id, with_for_update=True, populate_existing=True)
    if row is None or row.kind != kind:
        raise Missing
    return row


def in_state(run_id: int, states: frozenset[str] | set[str]) -> MailRun:
    """The run, if it stands so that the act at hand makes sense.

    Raises:
        Missing: there is none.
        Refusal: it stands otherwise.
    """
    row = locked(run_id)
    if row.state not in states:
        raise Refusal(f"This cannot be done now: the mail is {WORDS[row.state]}. Please look at it again.")
    return row


def waits(run_id: int) -> bool:
    """Whether some mail of the run may still leave."""
    return any(mail.progress(run_id).get(state) for state in WAITING)


def note(act: Act, row: MailRun, step: str, words: str = "", **payload: int | str) -> None:
    """Write down what was done with the run, and say so in the record."""
    db.session.add(
        RunEvent(run_id=row.id, step=step, note=words, at=act.at, actor=str(act.actor), actor_name=_name(act))
    )
    db.session.flush()
    audit.record(act, f"run.{step}", f"run:{row.id}", **payload)


def _name(act: Act) -> str:
    if act.actor.kind != "staff" or not act.actor.ref.isdigit():
        return ""
    return accounts.account_card(int(act.actor.ref)).name
