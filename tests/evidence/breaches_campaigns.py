"""Breaches of the checks of mail to many."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select, text, update

from app.accounts.service import open_account
from app.campaigns import service as campaigns
from app.campaigns.models import MailRun, RunEvent
from app.campaigns.service import Wanted
from app.foundation import jobs, rules, work
from app.foundation.acts import Actor
from app.foundation.database import db
from app.mail import service as mail
from tests.evidence.breach import Breach, Patch, edit, forget
from tests.evidence.planted import act
from tests.people import WEAK_HASH, act_under_version_1, new_account, person

STRANGER = "late@example.com"


def mailed(_app: Flask) -> None:
    """A site update that was counted, approved by somebody else and mailed to two customers."""
    for name in ("casey", "robin"):
        new_account(name, name.title())

    def written() -> int:
        number = campaigns.draft(act(), Wanted("News", "Something is new."))
        campaigns.ask_count(act(), number)
        return number

    made: list[int] = []
    work.unit(lambda: rules.set_value(act(), "campaigns.two-people-above", 1, act().at, "a test"))
    work.unit(lambda: made.append(written()))
    jobs.run_now(campaigns.RUN_JOB)
    other = replace(act(), actor=Actor("command", "other"))
    work.unit(lambda: campaigns.approve(other, made[0], 1))
    work.unit(lambda: campaigns.schedule(other, made[0], None))
    jobs.run_now(campaigns.RUN_JOB)
    forget()


def to_a_stranger(_app: Flask, _patch: Patch) -> None:
    """A mail of the run goes to somebody whom nobody counted."""
    run_id = db.session.scalar(select(MailRun.id)) or 0
    late = person("late", "Late Comer")
    content = {"greeting": "Late", "subject": "News", "update": run_id}

    def write() -> None:
        open_account(act_under_version_1(), late, WEAK_HASH)
        about = {"purpose": "site_update", "ref": "account:3"}
        mail.queue(act(), to=STRANGER, template="campaigns/site_update", run=run_id, **about, **content)

    work.unit(write)
    forget()


def not_to_a_stranger(_app: Flask) -> None:
    edit(text("UPDATE outbox_mail SET run_id = NULL WHERE recipient = :who"), who=STRANGER)


def by_its_author(_app: Flask, _patch: Patch) -> None:
    """Whoever wrote the text approved it, too."""
    edit(update(RunEvent).where(RunEvent.step == "approved").values(actor="command:test"))


def by_another(_app: Flask) -> None:
    edit(update(RunEvent).where(RunEvent.step == "approved").values(actor="command:other"))


CAMPAIGNS: dict[str, Breach] = {
    "runs-within-dry-run": Breach(to_a_stranger, mailed, not_to_a_stranger),
    "runs-approved": Breach(by_its_author, mailed, by_another),
}
