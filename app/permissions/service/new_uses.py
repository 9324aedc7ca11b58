"""New uses of a purpose: closed to each person until their window and their notice are over (policy `new-uses`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.permissions.models import Collection, NewUse, PermissionEvent, UseNotice
from app.permissions.purposes import ANY, PURPOSES
from app.permissions.service.choices import allow, stop
from app.permissions.subjects import Subject

EXPRESS, WINDOW = "express_yes", "window"

for _rule in (
    rules.Rule("gate.notice-days", 14, "days", "How long before a new use each person must have been told"),
    rules.Rule(
        "gate.old-data",
        EXPRESS,
        "express_yes or window",
        "When a new use may touch data that came before it",
        choices=(EXPRESS, WINDOW),
    ),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class Posted:
    """One use that a posted version adds; `ended_at` is set when the version was withdrawn."""

    id: int
    policy_version: int
    purpose: str
    opens_at: datetime
    closes_at: datetime
    ended_at: datetime | None


POSTED = select(*[getattr(NewUse, name) for name in Posted.__dataclass_fields__])
"""The columns of `Posted`."""


@dataclass(frozen=True)
class Standing:
    """How one new use stands for somebody.

    `promised`: all their data came under the version that adds it. `said`: their newest word about it, `yes`, `no` or
    nothing. `begins_at`: the earliest time when it is open to them; None while they were not told of it.
    """

    promised: bool
    said: str
    begins_at: datetime | None
    needs_yes: bool

    def is_open(self, at: datetime) -> bool:
        """Whether nothing of the new use stands in the way; stops are weighed elsewhere."""
        if self.promised:
            return True
        if self.needs_yes and self.said != "yes":
            return False
        return self.begins_at is not None and self.begins_at <= at


def post_new_uses(act: Act, version: int, purposes: frozenset[str], opens_at: datetime, closes_at: datetime) -> None:
    """A posted version adds these uses.

    Raises:
        Refusal: one of them serves a purpose that nobody can refuse, or that the gate does not know.
    """
    for purpose in sorted(purposes):
        if purpose not in PURPOSES or not PURPOSES[purpose].stoppable:
            raise Refusal(
                f"A new use must be one that people can refuse, which they cannot for “{purpose}”.", "new_uses"
            )
        add_new_use(act, version, purpose, opens_at, closes_at)


def add_new_use(act: Act, version: int, purpose: str, opens_at: datetime, closes_at: datetime) -> int:
    """A posted version adds a use: it is refused to everybody until `closes_at` and their own notice."""
    row = NewUse(policy_version=version, purpose=purpose, opens_at=opens_at, closes_at=closes_at)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "policy.use-added", evidence(version), purpose=purpose)
    return row.id


def end_new_uses(act: Act, version: int) -> None:
    """The version is withdrawn: what it would have added never opens."""
    ended = db.session.execute(
        update(NewUse).where(NewUse.policy_version == version, NewUse.ended_at.is_(None)).values(ended_at=act.at)
    )
    if ended.rowcount:  # type: ignore[attr-defined]  # an update's result has a row count
        audit.record(act, "policy.uses-ended", evidence(version))


def notified(act: Act, subject: Subject, new_use_id: int) -> None:
    """Somebody was told of the new use; the first time counts."""
    held = select(UseNotice.notified_at).where(UseNotice.new_use_id == new_use_id, UseNotice.subject_key == subject.key)
    if db.session.scalar(held) is None:
        db.session.add(UseNotice(new_use_id=new_use_id, subject_key=subject.key, notified_at=act.at))
        db.session.flush()


def notified_of(act: Act, subject: Subject, version: int) -> None:
    """Somebody was told of that version, and so of every use that it adds."""
    for new_use_id in db.session.scalars(select(NewUse.id).where(NewUse.policy_version == version)):
        notified(act, subject, new_use_id)


def refuse(act: Act, subject: Subject, new_use_id: int) -> int:
    """Somebody refuses the new use, before it begins or later. Gives the number of the version that adds it.

    Raises:
        Missing: there is no such use, or its version was withdrawn.
    """
    use = _live(new_use_id)
    stop(act, subject, use.purpose, "*", "policy window", evidence(use.policy_version))
    return use.policy_version


def permit(act: Act, subject: Subject, new_use_id: int) -> int:
    """Somebody says yes to the new use; its window and their notice are waited for all the same.

    Gives the number of the version that adds it.

    Raises:
        Missing: there is no such use, or its version was withdrawn.
    """
    use = _live(new_use_id)
    allow(act, subject, use.purpose, "*", "policy window", evidence(use.policy_version))
    return use.policy_version


def _live(new_use_id: int) -> NewUse:
    use = db.session.get(NewUse, new_use_id)
    if use is None or use.ended_at is not None:
        raise Missing
    return use


def with_new_uses() -> frozenset[str]:
    """Purposes that some version added a use to."""
    return frozenset(db.session.scalars(select(NewUse.purpose).where(NewUse.ended_at.is_(None))))


def bearing(act: Act, keys: list[str], purpose: str) -> tuple[bool, bool]:
    """What new uses of the purpose mean for the gate: whether it waits, and whether one of them opened it."""
    query = POSTED.where(NewUse.purpose == purpose, NewUse.opens_at <= act.at, NewUse.ended_at.is_(None))
    open_ones = [standing(act, keys, Posted(*row)).is_open(act.at) for row in db.session.execute(query)]
    return not all(open_ones), bool(open_ones) and all(open_ones)


def standing(act: Act, keys: list[str], use: Posted) -> Standing:
    """How the new use stands for whoever is filed under the keys."""
    told = db.session.scalar(
        select(func.min(UseNotice.notified_at)).where(UseNotice.new_use_id == use.id, UseNotice.subject_key.in_(keys))
    )
    wait = timedelta(days=rules.whole("gate.notice-days", act.at))
    return Standing(
        promised=_came_after(keys, use.policy_version),
        said=_said(keys, use.purpose, use.policy_version),
        begins_at=max(use.closes_at, told + wait) if told is not None else None,
        needs_yes=rules.text("gate.old-data", act.at) == EXPRESS,
    )


def _came_after(keys: list[str], version: int) -> bool:
    """Whether the person's data all came under the version that adds the use, or a later one."""
    first = db.session.scalar(
        select(func.min(Collection.policy_version)).where(
            Collection.subject_key.in_(keys), Collection.how == "collected"
        )
    )
    return first is not None and first >= version


def _said(keys: list[str], purpose: str, version: int) -> str:
    """The newest of the stops of the whole purpose and of the person's own yes to this version's use of it.

    A yes to anything else, such as mail about our services, or one given before, is no yes to this use.
    """
    yes = (
        (PermissionEvent.effect == "allow")
        & (PermissionEvent.source == "policy window")
        & (PermissionEvent.evidence_ref == evidence(version))
        & (PermissionEvent.purpose == purpose)
    )
    no = (PermissionEvent.effect == "stop") & (PermissionEvent.channel == ANY) & covered(purpose)
    query = select(PermissionEvent.effect).where(PermissionEvent.subject_key.in_(keys), yes | no)
    effect = db.session.scalar(query.order_by(PermissionEvent.id.desc()).limit(1))
    return {"allow": "yes", "stop": "no", None: ""}[effect]


def covered(purpose: str) -> ColumnElement[bool]:
    """Events about the purpose, by name or with all others."""
    return PermissionEvent.purpose.in_([purpose, ANY])


def evidence(version: int) -> str:
    """What a word about a version's new use names."""
    return f"policy:{version}"
