"""What the gate knows about one subject, and the pure order of its decision (first match wins)."""

from dataclasses import dataclass, field
from datetime import datetime

from app.permissions.purposes import NEVER_SUPPRESSED, PURPOSES, Channel, covers


@dataclass(frozen=True)
class Event:
    """A stop or an allowance as the gate sees it; `own` when the person said it."""

    id: int
    purpose: str
    channel: str
    effect: str
    own: bool


@dataclass(frozen=True)
class CauseState:
    """A cause of one kind: the one that the request names, or the newest."""

    opened_at: datetime
    expires_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Known:
    """Everything a decision rests on, read beforehand."""

    at: datetime
    customer: bool = False
    closed: bool = False
    held: bool = False
    suppressed: frozenset[str] = frozenset()
    """Purposes (or `*`) for which the address is suppressed."""
    events: tuple[Event, ...] = ()
    """Oldest first."""
    waiting_uses: frozenset[str] = frozenset()
    """Purposes that are new uses not yet open for this person."""
    promised: frozenset[str] | None = None
    """Purposes named by the versions the person's data came under; None when no version was recorded."""
    causes: dict[str, CauseState] = field(default_factory=dict)
    """By kind."""
    switches: frozenset[str] = frozenset()
    """House rules that are on."""
    capped: bool = False


@dataclass(frozen=True)
class Outcome:
    """The gate's answer: a reason code of `reasons.REASONS` and the ids of the events that made it."""

    reason: str
    events: tuple[int, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.reason == "allowed"


def decide(known: Known, purpose: str, channel: Channel) -> Outcome:
    """The order of decision of privacy.md section 3.

    Raises:
        KeyError: the table has no such purpose.
    """
    if known.held or known.closed:
        return Outcome("held" if known.held else "closed")
    if purpose not in NEVER_SUPPRESSED and channel != "internal" and _suppressed(known, purpose):
        return Outcome("suppressed")
    if (stop := standing_stop(known.events, purpose, channel)) is not None:
        return Outcome("stopped", (stop.id,))
    if purpose in known.waiting_uses:
        return Outcome("new-use")
    if known.promised is not None and purpose not in known.promised:
        return Outcome("not-promised")
    return Outcome(_by_table(known, purpose, channel))


def _suppressed(known: Known, purpose: str) -> bool:
    return any(covers(stopped, purpose) or stopped == purpose for stopped in known.suppressed)


def standing_stop(events: tuple[Event, ...], purpose: str, channel: Channel) -> Event | None:
    """The newest stop that reaches the purpose, unless the person allowed it again later."""
    standing = None
    for event in events:
        if event.channel not in {"*", channel} or not covers(event.purpose, purpose):
            continue
        if event.effect == "stop":
            standing = event
        elif event.own and (standing is None or _undoes(event, standing)):
            standing = None
    return standing


def _undoes(allow: Event, stop: Event) -> bool:
    """An allowance of one purpose undoes an earlier `stop(*)` for that purpose; that of one channel, for it."""
    return allow.effect == "allow" and allow.id > stop.id


def _by_table(known: Known, purpose: str, channel: Channel) -> str:
    cell = PURPOSES[purpose].cell(channel)
    if cell.cause and (trouble := _cause_trouble(known, cell.cause)):
        return trouble
    if not cell.open:
        return "channel"
    if cell.switch and cell.switch not in known.switches:
        return "switched-off"
    if cell.customers and not known.customer:
        return "customers-only"
    return "cap" if known.capped else "allowed"


def _cause_trouble(known: Known, kind: str) -> str:
    cause = known.causes.get(kind)
    if cause is None:
        return "no-cause"
    if cause.closed_at is not None and cause.closed_at <= known.at:
        return "cause-closed"
    return "" if is_open(cause, known.at) else "cause-expired"


def is_open(cause: CauseState, at: datetime) -> bool:
    """Whether the cause is neither closed nor past its limit."""
    ends = [end for end in (cause.closed_at, cause.expires_at) if end is not None]
    return all(end > at for end in ends)
