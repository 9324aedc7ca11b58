"""Who does something, when, and under which policy version: passed into every verb."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation import clock


@dataclass(frozen=True)
class Actor:
    """`kind` is visitor, customer, staff, job, command or processor; `ref` is an id without meaning outside."""

    kind: str
    ref: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}" if self.ref else self.kind


@dataclass(frozen=True)
class Act:
    """One doing: handed to a verb together with what it needs."""

    actor: Actor
    at: datetime
    policy_version: int | None = None
    request_id: str = ""
    agreement: tuple[str, int] | None = None
    """The agreement of the area in which it is done, and the number of its version; see `foundation.areas`."""

    @property
    def agreement_slug(self) -> str | None:
        """The agreement's name, as it stands beside what is gathered."""
        return self.agreement[0] if self.agreement else None

    @property
    def agreement_version(self) -> int | None:
        """The agreement's number, as it stands beside what is gathered."""
        return self.agreement[1] if self.agreement else None


def system_act(kind: str, name: str, policy_version: int | None = None) -> Act:
    """An act of the shop itself: `system_act("job", "send-mail")`."""
    return Act(Actor(kind, name), clock.now(), policy_version)
