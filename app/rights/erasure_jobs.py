"""The job of erasures: accounts whose grace is nearly over or over, and each erasure step by step."""

from collections.abc import Iterator

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.rights.service import closing, erasures


def _erase(act: Act) -> Iterator[None]:
    yield from closing.remind_due(act)
    yield from closing.end_due(act)
    yield from erasures.carry_on(act)


ERASE = Job(
    erasures.JOB,
    _erase,
    5,
    "Erase what people asked to have erased, and accounts whose time of grace is over",
    purposes="account requested",
    clause="account-access",
)
