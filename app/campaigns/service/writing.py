"""Writing a site update: its subject and its text, and the list where everybody can read it."""

from dataclasses import dataclass

from app.campaigns.models import MailRun
from app.campaigns.service.steps import SITE_UPDATE, in_state, locked, note
from app.campaigns.states import LIVE, WRITABLE
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale


@dataclass(frozen=True)
class Wanted:
    """What a mail to many says."""

    subject: str
    body: str


def draft(act: Act, wanted: Wanted) -> int:
    """Begin a site update; gives its number."""
    row = MailRun(
        kind=SITE_UPDATE,
        subject=wanted.subject,
        body=wanted.body,
        version=1,
        policy_version=act.policy_version,
        state="drafted",
        made_at=act.at,
    )
    db.session.add(row)
    db.session.flush()
    note(act, row, "drafted")
    return row.id


def change(act: Act, run_id: int, version: int, wanted: Wanted) -> None:
    """Say something else.

    Raises:
        Missing: there is none.
        Refusal: it is approved, or everybody can read it already.
        Stale: somebody saved it since the form was drawn.
    """
    row = in_state(run_id, WRITABLE)
    if row.published_at is not None:
        raise Refusal("Everybody can read this text already, so it stays as it is. Please write another update.")
    if row.version != version:
        raise Stale({"subject": row.subject, "body": row.body, "version": str(row.version)})
    if (row.subject, row.body) != (wanted.subject, wanted.body):
        row.subject, row.body, row.version = wanted.subject, wanted.body, row.version + 1
        note(act, row, "changed")


def publish(act: Act, run_id: int) -> None:
    """Put the text on the list of updates, whether it is mailed or not.

    Raises:
        Missing: there is none.
        Refusal: it stands there already.
    """
    row = locked(run_id)
    if row.published_at is not None:
        raise Refusal("This update stands on the list already.")
    row.published_at = act.at
    note(act, row, "published")


def withdraw(act: Act, run_id: int, why: str) -> None:
    """Take an update back: it stays on the list as withdrawn.

    Raises:
        Missing: there is none.
        Refusal: it does not stand there, or is being mailed.
    """
    row = locked(run_id)
    if row.published_at is None or row.withdrawn_at is not None:
        raise Refusal("Only an update that stands on the list can be withdrawn.")
    if row.state in LIVE or row.state == "scheduled":
        raise Refusal("This update is being mailed. Please stop the mail for good first, then withdraw it.")
    row.withdrawn_at = act.at
    note(act, row, "withdrawn", why)
