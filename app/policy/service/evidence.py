"""Running checks and keeping what they found: each result is a row, and its turns are remembered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from app.audit import service as audit
from app.foundation import checks as looking
from app.foundation import clock, job_times, rules
from app.foundation.acts import Act
from app.foundation.checks import Check, Result, State
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.policy import news
from app.policy.models import CheckDelay, CheckRun, CheckState, Concern
from app.policy.views import evidence
from app.policy.views.evidence import ASKED

CLOCK = "clock"
for _rule in (
    rules.Rule("evidence.stale-hours", 48, "hours", "After how long without a look a result is no longer shown"),
    rules.Rule("evidence.stale-intervals", 3, "intervals", "After how many missed looks a result is no longer shown"),
    rules.Rule("evidence.delay-minutes", 60, "minutes", "How long staff may hold back a failing check", most=60),
    rules.Rule("evidence.retry-minutes", 2, "minutes", "How soon a check that could not look tries again"),
    rules.Rule("evidence.runs-months", 13, "months", "How long kept runs of checks stay"),
):
    rules.declare(_rule)


def run_due(act: Act, checks: Mapping[str, Check]) -> Iterator[None]:
    """Run what is due or asked for, oldest result first; each yield is a commit, and none is open while one looks."""
    _forget_old(act, checks)
    names = [*_asked_names(checks), *_due_names(act, checks)]
    yield
    for name in dict.fromkeys(names):
        result = looking.look(checks[name])
        keep(act, name, result, clock.now())
        yield


def ask(act: Act, names: Iterable[str], occasion: str) -> None:
    """Ask for a run of the checks as soon as the job gets to it; `occasion` is who asked, such as ``case:40001``."""
    for name in names:
        db.session.add(CheckRun(name=name, state=ASKED, at=act.at, occasion=occasion))
    db.session.flush()


def ask_by_staff(act: Act, name: str) -> None:
    """Ask for a run on behalf of a member of staff."""
    ask(act, [name], "staff")
    audit.record(act, "check.asked", f"check:{name}")


def keep(act: Act, name: str, result: Result, at: datetime) -> None:
    """Keep what a check found: its state always, a run where it turned, where somebody asked, and once a day."""
    row = db.session.get(CheckState, name)
    turned = row is None or row.state != result.state
    if row is None:
        row = CheckState(name=name, since=at)
        db.session.add(row)
    if turned:
        row.since = at
    row.state, row.measured, row.checked_at = str(result.state), result.measured, at
    asked = _answer_asked(name, result, at)
    if not asked and (turned or not _kept_today(name, at)):
        db.session.add(CheckRun(name=name, state=str(result.state), measured=result.measured, at=at, occasion=CLOCK))
    db.session.flush()
    if turned:
        audit.record(act, "check.turned", f"check:{name}", state=str(result.state))
    news.evidence_changed.send(act, name=name, state=result.state)


def delay(act: Act, name: str, reason: str, actor_name: str) -> None:
    """Hold the public display of a failing check back for an hour, once for each time it turns.

    Raises:
        Refusal: no reason, the check is not failing, or its display was held back before.
    """
    row = db.session.get(CheckState, name)
    if row is None or row.state != State.FAILING:
        raise Refusal("This check is not failing, so there is nothing to hold back.")
    if not reason.strip():
        raise Refusal("Please say why the display has to wait. The reason stays in the record.", "reason")
    before = select(CheckDelay.id).where(CheckDelay.name == name, CheckDelay.at >= row.since)
    if db.session.scalar(before.limit(1)) is not None:
        raise Refusal("This failure was held back once already. It may not be held back again.")
    until = act.at + timedelta(minutes=rules.whole("evidence.delay-minutes"))
    db.session.add(
        CheckDelay(
            name=name, at=act.at, until=until, reason=reason.strip(), actor=str(act.actor), actor_name=actor_name
        )
    )
    db.session.flush()
    audit.record(act, "check.delayed", f"check:{name}", reason=reason.strip(), until=clock.iso(until))


def stale_after(check: Check) -> timedelta:
    """How old a result may be before it counts as not looked at."""
    missed = timedelta(minutes=check.minutes * rules.whole("evidence.stale-intervals"))
    return min(missed, timedelta(hours=rules.whole("evidence.stale-hours")))


def _asked_names(checks: Mapping[str, Check]) -> list[str]:
    found = db.session.scalars(select(CheckRun.name).where(CheckRun.state == ASKED).order_by(CheckRun.id))
    return [name for name in found if name in checks]


def _due_names(act: Act, checks: Mapping[str, Check]) -> list[str]:
    """Whatever has not been looked at since its time last came; oldest result first."""
    states, retry = evidence.check_states(), rules.whole("evidence.retry-minutes")
    never = datetime.min.replace(tzinfo=UTC)
    at = {name: states[name].checked_at if name in states else never for name in checks}

    def due(name: str, check: Check) -> datetime:
        looked = name in states and states[name].state != State.UNCHECKED
        return job_times.due(check.minutes if looked else min(check.minutes, retry), act.at)

    return sorted((name for name, check in checks.items() if at[name] < due(name, check)), key=at.__getitem__)


def _kept_today(name: str, at: datetime) -> bool:
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    kept = select(CheckRun.id).where(CheckRun.name == name, CheckRun.at >= midnight, CheckRun.state != ASKED)
    return db.session.scalar(kept.limit(1)) is not None


def _answer_asked(name: str, result: Result, at: datetime) -> bool:
    """Turn the rows that ask for this check into its run, and tell the concerns that asked; whether there were any."""
    rows = list(db.session.scalars(select(CheckRun).where(CheckRun.name == name, CheckRun.state == ASKED)))
    for row in rows:
        row.state, row.measured, row.at = str(result.state), result.measured, at
        kind, _, number = row.occasion.partition(":")
        if kind == "case":
            _tell_concern(int(number), name, result, at)
    return bool(rows)


def _tell_concern(case_number: int, name: str, result: Result, at: datetime) -> None:
    concern = db.session.get(Concern, case_number)
    if concern is not None:
        found = {"name": name, "state": str(result.state), "measured": result.measured, "at": clock.iso(at)}
        concern.results = [*concern.results, found]


def _forget_old(act: Act, checks: Mapping[str, Check]) -> None:
    """Runs past their time go, and so does what is left of a check that the program no longer has."""
    months = rules.whole("evidence.runs-months")
    db.session.execute(delete(CheckRun).where(CheckRun.at < act.at - timedelta(days=months * 366 // 12)))
    db.session.execute(delete(CheckState).where(CheckState.name.not_in(list(checks))))
