"""What lies between two versions: kept from the day a version was posted, or found now for any other pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.foundation.database import db
from app.policy import differences, views
from app.policy.models import PolicyComparison


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version against an earlier one; `body` has the shape of `differences`. The first has no `before`."""

    after: views.VersionLine
    before: views.VersionLine | None
    body: Mapping[str, Any]

    @property
    def note(self) -> str:
        """What changed, in one sentence."""
        return differences.note(self.body)


def comparison(no: int, against: int | None = None, slug: str = views.PRIVACY) -> Comparison | None:
    """Version `no` against the one before it, or against any earlier one; None when there is no such pair."""
    lines = {line.no: line for line in views.history(slug)}
    after = lines.get(no)
    if after is None:
        return None
    wanted = after.prev_no if against is None else against
    before = lines.get(wanted)
    if wanted >= no or (before is None and wanted != after.prev_no):
        return None
    body = _kept(after.id) if wanted == after.prev_no else None
    return Comparison(after, before, body or _found(no, wanted, slug))


def _kept(version_id: int) -> dict[str, Any] | None:
    query = select(PolicyComparison.body).where(PolicyComparison.version_id == version_id)
    return db.session.execute(query).scalar_one_or_none()


def _found(no: int, against: int, slug: str) -> dict[str, Any]:
    after, before = views.published(no, slug), views.published(against, slug)
    return differences.compute(before.clauses if before else (), after.clauses if after else ())
