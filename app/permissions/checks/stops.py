"""Whether people's own word is obeyed: every stop, and the browser's signal."""

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from app.foundation import clock, recent, rules
from app.foundation.acts import system_act
from app.foundation.checks import Check, Result, failing, unchecked
from app.foundation.database import db, looking
from app.foundation.own_site import own_site
from app.permissions.models import Decision, PermissionEvent
from app.permissions.service import consider
from app.permissions.subjects import Subject
from app.policy import views as policy

rules.declare(rules.Rule("gate.stop-seconds", 10, "seconds", "How soon after we receive a stop nothing may pass it"))

GOES_ON = ("order", "billing", "account", "policy_notice", "enforce", "legal")
"""What a stop leaves alone, as the clause `opt-out-purposes` lists it; written down apart from the gate's own table."""
SIGNAL = {"personalise", "understand"}
"""What the clause `browser-signal` says that the signal stops."""
MOST = 1_000

STOP, ALLOW = aliased(PermissionEvent), aliased(PermissionEvent)


def _reaches(event: type[PermissionEvent]) -> ColumnElement[bool]:
    """Whether a stop or allowance is about what the decision is for."""
    purpose = or_(event.purpose == "*", event.purpose == Decision.purpose)
    return purpose & or_(event.channel == "*", event.channel == Decision.channel)


UNDONE = exists().where(
    ALLOW.subject_key == STOP.subject_key,
    ALLOW.effect == "allow",
    ALLOW.own.is_(True),
    ALLOW.id > STOP.id,
    ALLOW.at <= Decision.at,
    _reaches(ALLOW),
)
USES = (
    select(Decision.id, STOP.at, Decision.at, Decision.used_at)
    .join(Decision, Decision.subject_key == STOP.subject_key)
    .where(
        STOP.effect == "stop",
        Decision.allowed.is_(True),
        Decision.purpose.not_in(GOES_ON),
        _reaches(STOP),
        or_(Decision.at > STOP.at, Decision.used_at > STOP.at),
        ~UNDONE,
    )
    .limit(MOST)
)
"""Each time that something passed which a stop forbids; found by the index on whose decision it is."""


@looking()
def stops_honored() -> Result:
    """Nothing that somebody stopped was allowed or done afterwards."""
    window = recent.newest(STOP, STOP.at)
    stops = select(STOP.id).where(STOP.effect == "stop", window)
    count = len(db.session.scalars(stops).all())
    if not count:
        return unchecked("Nobody has said stop yet.")
    uses = db.session.execute(USES.where(window))
    lags = [(use, _lag(stopped, asked, used)) for use, stopped, asked, used in uses]
    grace = rules.whole("gate.stop-seconds")
    late = len({use for use, lag in lags if lag > grace})
    slowest = max((lag for _, lag in lags if lag <= grace), default=0.0)
    pace = f"the slowest obeyed after {slowest:.0f} seconds" if slowest >= 1 else "each obeyed at once"
    words = f"{recent.counted(count, 'stop')} in {recent.days()} days, {pace}"
    return recent.judged(words, late, "of the permitted uses came after one")


def _lag(stopped: datetime, asked: datetime, used: datetime | None) -> float:
    return (max(asked, used or asked) - stopped).total_seconds()


def signal_honored() -> Result:
    """We say publicly that we obey the signal, the gate does, and it was kept for whoever was signed in."""
    told = own_site().get("/.well-known/gpc.json", Sec_GPC="1")
    with looking():
        return _signal(told.status, told.text)


def _signal(status: int, text: str) -> Result:
    current = policy.in_force(policy.timetable(), clock.now())
    if current is None:
        return unchecked("No version of the policy is in force yet.")
    day = f"{clock.central(current[0]):%Y-%m-%d}"
    try:
        found = json.loads(text) if status == 200 else {}
    except ValueError:
        found = {}
    if found != {"gpc": True, "lastUpdate": day}:
        return failing("Our answer about the signal does not say that we obey it, since the day of this version.")
    act = system_act("job", "run-checks")
    passed = sorted(name for name in SIGNAL if consider(act, Subject(), name, signal=True).reason != "stopped")
    if passed:
        return failing(f"A request with the signal would still be used for: {', '.join(passed)}.")
    heard, halves = _heard()
    words = f"We say so since {day}; {recent.counted(heard, 'account')} kept the signal in {recent.days()} days"
    return recent.judged(words, halves, "of them by half")


def _heard() -> tuple[int, int]:
    """How many people's signals were kept, and how many of those not as all the stops that were promised."""
    query = select(PermissionEvent.subject_key, PermissionEvent.purpose).where(
        PermissionEvent.source == "gpc",
        PermissionEvent.effect == "stop",
        PermissionEvent.channel == "*",
        recent.newest(PermissionEvent, PermissionEvent.at),
    )
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for subject, purpose in db.session.execute(query):
        kept[subject].add(purpose)
    return len(kept), sum(not stopped >= SIGNAL for stopped in kept.values())


STOPS = [
    Check(
        "stops-honored",
        "After somebody said stop, our gate let nothing pass that they had stopped.",
        stops_honored,
        (62, 63),
        10,
    ),
    Check(
        "signal-honored",
        "We say publicly that we obey the browser’s “do not sell” signal, and a request with it is used for nothing "
        "that it stops.",
        signal_honored,
        (22,),
        15,
        "Open /.well-known/gpc.json: it says that the signal is obeyed, and since when.",
    ),
]
