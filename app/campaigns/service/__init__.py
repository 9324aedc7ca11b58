"""What campaigns does: mail to many that staff wrote, and telling customers of a changed policy."""

from collections.abc import Iterator

from app.campaigns.service.approving import approve, authors, needs_another, reach, schedule, take_back
from app.campaigns.service.counting import JOB as RUN_JOB
from app.campaigns.service.counting import ask_count, count_waiting
from app.campaigns.service.notices import NOTICE, audience, delivered, due, end_notices, write_notices
from app.campaigns.service.recalls import RECALL, recall_notices
from app.campaigns.service.running import go_on, keep_still, pause, start_due, stop, write
from app.campaigns.service.testing import send_test
from app.campaigns.service.writing import Wanted, change, draft, publish, withdraw
from app.foundation.acts import Act

JOB = "mail-policy-notices"


def tell(act: Act) -> Iterator[None]:
    """Take back what is not to come any more, then tell what is; each batch is a commit."""
    yield from recall_notices(act)
    yield from write_notices(act)


def work_runs(act: Act) -> Iterator[None]:
    """Count what is to be counted, begin what is due, write the next mails; each batch is a commit."""
    yield from count_waiting(act)
    yield from start_due(act)
    yield from write(act)
    yield from keep_still(act)
    yield from end_notices(act)


__all__ = [
    "JOB",
    "NOTICE",
    "RECALL",
    "RUN_JOB",
    "Wanted",
    "approve",
    "ask_count",
    "audience",
    "authors",
    "change",
    "delivered",
    "draft",
    "due",
    "go_on",
    "needs_another",
    "pause",
    "publish",
    "reach",
    "recall_notices",
    "schedule",
    "send_test",
    "stop",
    "take_back",
    "tell",
    "withdraw",
    "work_runs",
    "write_notices",
]
