"""What the record must say of texts: each version that was published."""

from collections.abc import Iterable
from datetime import datetime

from app.audit.counters import Done, Recorded
from app.policy import views


def published(since: datetime, _most: int) -> Iterable[Done]:
    return [(f"policy-version:{line.id}", line.published_at) for line in views.history() if line.published_at >= since]


RECORDED = (Recorded("versions of the policy published", ("policy.published",), published),)
