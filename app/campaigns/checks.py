"""Whether mail to many went to those whom its dry run found, with its approvals, and to nobody twice."""

from sqlalchemy import func, select

from app.campaigns.models import MailRun, RunEvent, RunRecipient
from app.campaigns.states import WROTE
from app.campaigns.terms import TWO_PEOPLE_ABOVE
from app.foundation import recent, rules
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import db, looking
from app.mail import service as mail

NEWEST = 50
"""Runs looked at, the newest ones."""
BEGUN = ("sending", "paused", "stopped", "done")


@looking()
def runs_within_dry_run() -> Result:
    """Of each run that began: as many mails as people who were written to, all of them found by its dry run."""
    runs = _begun()
    if not runs:
        return unchecked("No site update was mailed yet.")
    wrong = mails = 0
    for run_id, counted in runs:
        written, in_list = _people(run_id)
        in_outbox = sum(mail.progress(run_id).values())
        mails += in_outbox
        erased = counted - in_list
        wrong += erased < 0 or in_outbox > written + erased
    words = f"{recent.counted(len(runs), 'run')} with {recent.counted(mails, 'mail')} looked at"
    return recent.judged(words, wrong, "with a mail to somebody whom its dry run had not found, or with two to one")


def _begun() -> list[tuple[int, int]]:
    query = select(MailRun.id, MailRun.audience).where(MailRun.kind == "site_update", MailRun.state.in_(BEGUN))
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(MailRun.id.desc()).limit(NEWEST))]


def _people(run_id: int) -> tuple[int, int]:
    """How many people the run was written to, and how many stand in its list."""
    mailed = func.count(RunRecipient.mail_id)
    row = db.session.execute(select(mailed, func.count()).where(RunRecipient.run_id == run_id)).one()
    return row[0], row[1]


@looking()
def runs_approved() -> Result:
    """Of each run that began: somebody approved it, and above the limit somebody who did not write it."""
    runs = _begun()
    if not runs:
        return unchecked("No site update was mailed yet.")
    wrong = sum(not _well_approved(run_id) for run_id, _ in runs)
    words = f"{recent.counted(len(runs), 'run')} looked at"
    return recent.judged(words, wrong, "without the approval that so many readers need")


def _well_approved(run_id: int) -> bool:
    steps = db.session.execute(
        select(RunEvent.step, RunEvent.actor, RunEvent.at).where(RunEvent.run_id == run_id).order_by(RunEvent.id)
    ).all()
    approved = [row for row in steps if row.step == "approved"]
    if not approved:
        return False
    reached = db.session.scalar(
        select(func.count()).where(RunRecipient.run_id == run_id, RunRecipient.outcome != "refused")
    )
    if (reached or 0) <= rules.whole(TWO_PEOPLE_ABOVE, approved[-1].at):
        return True
    return approved[-1].actor not in {row.actor for row in steps if row.step in WROTE}


CHECKS: list[Check] = [
    Check(
        "runs-within-dry-run",
        "A site update is mailed to those whom its dry run found, and to nobody twice.",
        runs_within_dry_run,
        (6, 42),
        30,
    ),
    Check(
        "runs-approved",
        "Mail to many is approved by somebody who did not write it.",
        runs_approved,
        (42,),
        30,
    ),
]
