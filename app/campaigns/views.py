"""What pages read of mail to many; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.views import ACCOUNT_CARD
from app.campaigns.models import MailRun, RunEvent, RunRecipient
from app.campaigns.states import STEPS, TONES, WORDS
from app.foundation.database import db
from app.permissions.purposes import PURPOSES
from app.permissions.reasons import REASONS

SITE_UPDATE = "site_update"
PAGE = 30
SAMPLES = 3


@dataclass(frozen=True)
class RunLine:
    """One mail to many."""

    id: int
    kind: str
    subject: str
    body: str
    notice_no: int | None
    version: int
    state: str
    made_at: datetime
    counted_at: datetime | None
    scheduled_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    audience: int

    @property
    def state_words(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        """Of the tag that shows the state."""
        return TONES.get(self.state, "neutral")

    @property
    def is_notice(self) -> bool:
        return self.kind != SITE_UPDATE

    @property
    def title(self) -> str:
        return self.subject or "(no subject yet)"


@dataclass(frozen=True)
class Told:
    """One line of a run's history."""

    step: str
    note: str
    at: datetime
    actor: str
    actor_name: str

    @property
    def words(self) -> str:
        return STEPS[self.step]

    @property
    def by(self) -> str:
        kind, _, ref = self.actor.partition(":")
        return self.actor_name or (f"the job {ref}" if kind == "job" else kind)


@dataclass(frozen=True)
class Sample:
    """Somebody who stands for others: to staff, as far as they may know who it is."""

    account_id: int
    name: str


@dataclass(frozen=True)
class Group:
    """So many people with one answer of the gate: why, and on which clause of the policy it rests."""

    outcome: str
    reason: str
    people: int
    samples: tuple[Sample, ...] = ()

    @property
    def words(self) -> str:
        return REASONS[self.reason or "allowed"]

    @property
    def clause(self) -> str:
        return CLAUSES.get(self.reason, PURPOSES[SITE_UPDATE].clause)


CLAUSES = {
    "stopped": "your-choices",
    "suppressed": "opt-out-mail",
    "new-use": "new-uses",
    "not-promised": "new-uses",
    "held": "legal-disclosure",
}
"""The clause on which a refusal rests, where it is not that of the purpose itself."""


@dataclass(frozen=True)
class DryRun:
    """Who of the audience may be reached and who not: `groups` add up to everybody counted."""

    may: int
    refused: tuple[Group, ...]

    @property
    def people(self) -> int:
        return self.may + sum(group.people for group in self.refused)


_LINE = [getattr(MailRun, name) for name in RunLine.__dataclass_fields__]


def runs(before: int = 0) -> list[RunLine]:
    """The newest runs, older than `before` if given; one more than a page holds, to see whether there are others."""
    query = select(*_LINE).order_by(MailRun.id.desc()).limit(PAGE + 1)
    if before:
        query = query.where(MailRun.id < before)
    return [RunLine(*row) for row in db.session.execute(query)]


def run(run_id: int) -> RunLine | None:
    """One run."""
    row = db.session.execute(select(*_LINE).where(MailRun.id == run_id)).one_or_none()
    return RunLine(*row) if row else None


def history(run_id: int) -> list[Told]:
    """What was done with a run, the newest first."""
    columns = [getattr(RunEvent, name) for name in Told.__dataclass_fields__]
    query = select(*columns).where(RunEvent.run_id == run_id).order_by(RunEvent.id.desc())
    return [Told(*row) for row in db.session.execute(query)]


def outcomes(run_id: int) -> dict[str, int]:
    """How many people of the list have each outcome."""
    query = select(RunRecipient.outcome, func.count()).where(RunRecipient.run_id == run_id)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(RunRecipient.outcome))}


def dry_run(run_id: int) -> DryRun:
    """What counting found, the largest group first; whoever has been written to since was one who may be reached."""
    query = select(RunRecipient.outcome, RunRecipient.reason, func.count()).where(RunRecipient.run_id == run_id)
    counted = db.session.execute(query.group_by(RunRecipient.outcome, RunRecipient.reason)).all()
    may = sum(count for outcome, _, count in counted if outcome != "refused")
    refused = sorted(((count, reason) for outcome, reason, count in counted if outcome == "refused"), reverse=True)
    return DryRun(may, tuple(Group("refused", reason, count, _samples(run_id, reason)) for count, reason in refused))


def _samples(run_id: int, reason: str) -> tuple[Sample, ...]:
    card = ACCOUNT_CARD.subquery("card")
    some = select(RunRecipient.person_id).where(
        RunRecipient.run_id == run_id, RunRecipient.outcome == "refused", RunRecipient.reason == reason
    )
    numbers = some.order_by(RunRecipient.person_id).limit(SAMPLES).subquery()
    query = select(card.c.id, card.c.name).join(numbers, numbers.c.person_id == card.c.person_id)
    return tuple(Sample(*row) for row in db.session.execute(query.order_by(card.c.person_id)))


@dataclass(frozen=True)
class Update:
    """A site update as everybody can read it."""

    id: int
    subject: str
    body: str
    published_at: datetime
    withdrawn_at: datetime | None

    @property
    def path(self) -> str:
        return f"/updates/{self.id}"

    @property
    def changed_at(self) -> datetime:
        return self.withdrawn_at or self.published_at


_UPDATE = [getattr(MailRun, name) for name in Update.__dataclass_fields__]
_PUBLIC = (MailRun.kind == SITE_UPDATE, MailRun.published_at.is_not(None))


def updates(most: int, before: int = 0) -> list[Update]:
    """Published updates, the newest first; `before` is the number of the last one on the page before."""
    query = select(*_UPDATE).where(*_PUBLIC)
    if before:
        last = select(MailRun.published_at).where(MailRun.id == before).scalar_subquery()
        earlier = (MailRun.published_at < last) | ((MailRun.published_at == last) & (MailRun.id < before))
        query = query.where(earlier)
    query = query.order_by(MailRun.published_at.desc(), MailRun.id.desc()).limit(most)
    return [Update(*row) for row in db.session.execute(query)]


def update(number: int) -> Update | None:
    """One published update, withdrawn or not."""
    row = db.session.execute(select(*_UPDATE).where(*_PUBLIC, MailRun.id == number)).one_or_none()
    return Update(*row) if row else None


def stamp() -> tuple[int, datetime | None, datetime | None]:
    """What changes whenever the list of updates does."""
    query = select(func.count(), func.max(MailRun.published_at), func.max(MailRun.withdrawn_at)).where(*_PUBLIC)
    row = db.session.execute(query).one()
    return (row[0], row[1], row[2])


def text_of(run_id: int) -> tuple[str, str] | None:
    """Subject and body of a run, for its mails."""
    row = db.session.execute(select(MailRun.subject, MailRun.body).where(MailRun.id == run_id)).one_or_none()
    return (row[0], row[1]) if row else None


def written(runs_of: Sequence[int]) -> dict[int, int]:
    """How many people each of those runs was written to."""
    query = select(RunRecipient.run_id, func.count()).where(
        RunRecipient.run_id.in_(runs_of), RunRecipient.outcome == "written"
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(RunRecipient.run_id))}
