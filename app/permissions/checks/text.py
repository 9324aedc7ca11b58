"""Whether data is used for nothing but what the text names, and for new uses only after their notice."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from app.foundation import recent, rules
from app.foundation.checks import Check, Result, kept, unchecked
from app.foundation.database import db, looking
from app.permissions.models import Collection, Decision, NewUse, UseNotice, VersionPurpose
from app.policy import views as policy


@looking()
def purposes_in_policy() -> Result:
    """Each purpose that the gate allowed is named by the version of its time, whose text has the clause for it."""
    rows = db.session.execute(
        select(
            Decision.policy_version,
            Decision.purpose,
            Decision.clause,
            func.max(Decision.at).label("last"),
            func.count().label("uses"),
        )
        .where(recent.newest(Decision, Decision.at), Decision.allowed.is_(True))
        .group_by(Decision.policy_version, Decision.purpose, Decision.clause)
    ).all()
    times = policy.timetable()
    used = [row for row in rows if row.policy_version is not None or policy.in_force(times, row.last)]
    if not used:
        return unchecked("Nothing was used yet under a version of the policy.")
    versions = {row.policy_version for row in used if row.policy_version is not None}
    named, anchors = set(_named(versions)), {(no, anchor) for no in versions for anchor in _anchors(no)}
    beyond = sum(row.uses for row in used if (row[0], row.purpose) not in named or (row[0], row.clause) not in anchors)
    purposes, uses = len({row.purpose for row in used}), sum(row.uses for row in used)
    words = (
        f"{recent.counted(uses, 'permitted use')} in {recent.days()} days, for {recent.counted(purposes, 'purpose')}"
    )
    return recent.judged(words, beyond, "for one that the text of its time does not name")


def _named(versions: set[int]) -> list[tuple[int, str]]:
    query = select(VersionPurpose.policy_version, VersionPurpose.purpose)
    return [(no, code) for no, code in db.session.execute(query.where(VersionPurpose.policy_version.in_(versions)))]


def _anchors(no: int) -> set[str]:
    version = policy.published(no)
    return {clause.anchor for clause in version.clauses} if version else set()


@looking()
def new_uses_wait() -> Result:
    """No new use of what we held before it was allowed before its window and the person's own notice were over."""
    uses = db.session.execute(select(NewUse.id)).all()
    if not uses:
        return kept("No version has added a use so far.")
    first = (
        select(func.min(Collection.policy_version))
        .where(Collection.subject_key == Decision.subject_key, Collection.how == "collected")
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Decision.at, NewUse.closes_at, UseNotice.notified_at)
        .join(NewUse, NewUse.purpose == Decision.purpose)
        .outerjoin(UseNotice, (UseNotice.new_use_id == NewUse.id) & (UseNotice.subject_key == Decision.subject_key))
        .where(
            recent.newest(Decision, Decision.at),
            Decision.allowed.is_(True),
            Decision.at >= NewUse.opens_at,
            or_(NewUse.ended_at.is_(None), Decision.at < NewUse.ended_at),
            func.coalesce(first, 0) < NewUse.policy_version,
        )
    ).all()
    early = sum(_early(*row) for row in rows)
    words = f"{recent.counted(len(uses), 'new use')} so far, permitted {len(rows):,} times in {recent.days()} days"
    return recent.judged(words, early, "of these times too early")


def _early(at: datetime, closes_at: datetime, notified_at: datetime | None) -> bool:
    """Whether the permit came before the window's end, or before the person, once told, had had their time."""
    told_by = at - timedelta(days=rules.whole("gate.notice-days", at))
    return at < closes_at or notified_at is None or notified_at > told_by


TEXT = [
    Check(
        "purposes-in-policy",
        "Everything that was permitted serves a purpose that the policy of its time names.",
        purposes_in_policy,
        (2, 10),
        15,
    ),
    Check(
        "new-uses-wait",
        "No new use of information was permitted before its notice was over for that person.",
        new_uses_wait,
        (83,),
        15,
    ),
]
