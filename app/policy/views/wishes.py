"""House rules that wait for a version of the policy that says what they are to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.foundation.database import db
from app.policy.models import PolicyVersion, RuleWish


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule's value that waits; `version_no` is the posted version that will bring it, None while none does."""

    id: int
    name: str
    value: Any
    reason: str
    asked_by: str
    asked_at: datetime
    version_no: int | None = None
    effective_at: datetime | None = None


def waiting() -> tuple[Wish, ...]:
    """Every open wish, oldest first: no version has brought it, and nobody dropped it."""
    return _wishes(RuleWish.settled_at.is_(None))


def coming(at: datetime) -> tuple[Wish, ...]:
    """The wishes that a posted version brings after `at`."""
    return _wishes(RuleWish.outcome == "posted", PolicyVersion.effective_at > at)


def of_version(version_id: int) -> tuple[Wish, ...]:
    """The wishes that a posted version brings or brought."""
    return _wishes(RuleWish.version_id == version_id, RuleWish.outcome == "posted")


def _wishes(*conditions: Any) -> tuple[Wish, ...]:
    columns = [getattr(RuleWish, name) for name in list(Wish.__dataclass_fields__)[:6]]
    rows: Sequence[Any] = db.session.execute(
        select(*columns, PolicyVersion.no, PolicyVersion.effective_at)
        .outerjoin(PolicyVersion, PolicyVersion.id == RuleWish.version_id)
        .where(*conditions)
        .order_by(RuleWish.id)
    ).all()
    return tuple(Wish(*row) for row in rows)
