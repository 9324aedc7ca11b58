"""Savings of a text are kept for a while after it was posted, to tell how it came about; then they go."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete, select

from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.rules import Rule
from app.policy.models import PolicySaving, PolicyVersion

DAYS = "policy.savings-days"
rules.declare(Rule(DAYS, 365, "days", "Savings of a draft, after its version was posted", most=3650))


def sweep(act: Act) -> Iterator[None]:
    """Delete savings whose version was posted long enough ago: one step, one commit, for each version."""
    before = act.at - timedelta(days=rules.whole(DAYS))
    old = (
        select(PolicyVersion.id)
        .join(PolicySaving, PolicySaving.version_id == PolicyVersion.id)
        .where(PolicyVersion.published_at <= before)
        .distinct()
        .order_by(PolicyVersion.id)
    )
    for version_id in db.session.scalars(old).all():
        gone = db.session.execute(delete(PolicySaving).where(PolicySaving.version_id == version_id)).rowcount  # type: ignore[attr-defined]  # a delete has a count
        audit.record(act, "policy.savings-deleted", f"policy-version:{version_id}", savings=gone)
        yield
