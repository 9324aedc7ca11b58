"""New uses as one person sees them: what each is, how it stands for them, and their own word about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select

from app.foundation import inventory, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.permissions.models import NewUse, PermissionEvent
from app.permissions.service.new_uses import POSTED, Posted, Standing, covered, permit, refuse, standing
from app.permissions.subjects import Subject
from app.policy import service as policy
from app.policy import views

State = Literal["refused", "allowed", "agreed", "waits", "begins", "withdrawn"]


@dataclass(frozen=True)
class UseLine:
    """One new use for one person. `title` is its purpose, `words` what the version says of it.

    States: `refused`; `allowed`, now; `agreed`, and it begins at `begins_at`; `waits` for a yes; `begins` at
    `begins_at` unless refused; `withdrawn` with its version. `lifts`: a yes would end an earlier stop of the person's.
    """

    id: int
    number: int
    title: str
    words: str
    closes_at: datetime
    state: State
    begins_at: datetime
    promised: bool
    lifts: bool


def uses_of(act: Act, subject: Subject) -> list[UseLine]:
    """Every new use of every posted version, the newest version first."""
    said = {
        (line.no, use.purpose): use.words for line in views.history() if line.new_uses for use in line.new_uses
    }  # fmt: skip
    rows = db.session.execute(POSTED.order_by(NewUse.policy_version.desc(), NewUse.id))
    return [_line(act, subject, Posted(*row), said) for row in rows]


def choose(act: Act, subject: Subject, new_use_id: int, wish: str) -> None:
    """The person's own `yes` or `no` to one new use; whoever chooses has seen the version that adds it.

    Raises:
        Missing: there is no such use or wish, or the version was withdrawn.
    """
    verbs = {"yes": permit, "no": refuse}
    if wish not in verbs:
        raise Missing
    number = verbs[wish](act, subject, new_use_id)
    policy.engaged(act, subject.person_id, number, "viewed", "form")


def _line(act: Act, subject: Subject, use: Posted, said: dict[tuple[int, str], str]) -> UseLine:
    found = standing(act, subject.keys, use)
    soonest = max(use.closes_at, act.at + timedelta(days=rules.whole("gate.notice-days", act.at)))
    return UseLine(
        id=use.id,
        number=use.policy_version,
        title=inventory.PURPOSES[use.purpose],
        words=said.get((use.policy_version, use.purpose), ""),
        closes_at=use.closes_at,
        state=_state(act, use, found),
        begins_at=found.begins_at or soonest,
        promised=found.promised,
        lifts=_stopped(subject, use),
    )


def _state(act: Act, use: Posted, found: Standing) -> State:
    if use.ended_at is not None:
        return "withdrawn"
    if found.said == "no":
        return "refused"
    if found.is_open(act.at):
        return "allowed"
    if found.said == "yes":
        return "agreed"
    return "waits" if found.needs_yes else "begins"


def _stopped(subject: Subject, use: Posted) -> bool:
    """Whether the person stopped this purpose, by any way, before the version was posted."""
    query = select(PermissionEvent.id).where(
        PermissionEvent.subject_key.in_(subject.keys),
        PermissionEvent.effect == "stop",
        PermissionEvent.at < use.opens_at,
        covered(use.purpose),
    )
    return db.session.scalar(query.limit(1)) is not None
