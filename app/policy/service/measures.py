"""The register of security measures (P71, P72): added, changed, looked at on a day, ended; nothing is ever removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.audit import service as audit
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.policy.models import Measure, MeasureCheck
from app.policy.service.first_measures import FIRST, First
from app.policy.views.measures import KINDS, WARNING_DAYS

rules.declare(rules.Rule(WARNING_DAYS, 7, "days", "How long before a security measure is due it is shown to staff"))


@dataclass(frozen=True)
class Wanted:
    """What a measure says: `kind` of `KINDS`, `clause` an anchor of the policy, `owner` a role of the house."""

    title: str
    words: str
    kind: str
    clause: str
    owner: str
    every_days: int


@dataclass(frozen=True)
class Look:
    """What somebody found who looked at a measure: on which day, whether it is in place, and where that is written."""

    done_on: date
    in_place: bool
    note: str = ""
    evidence: str = ""


def add(act: Act, wanted: Wanted) -> int:
    """Add a measure, to be looked at from now on; gives its id.

    Raises:
        Refusal: a measure of that title is in the register.
    """
    _check(wanted)
    row = Measure(**vars(wanted), added_at=act.at, ended_at=None, version=1)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "measure.added", f"measure:{row.id}", measure=wanted.title)
    return row.id


def change(act: Act, measure_id: int, version: int, wanted: Wanted) -> None:
    """Say something else of a measure.

    Raises:
        Missing: there is no such measure, or it has ended.
        Stale: somebody changed it since the form was drawn.
        Refusal: another measure has that title.
    """
    row = _running(measure_id)
    if row.version != version:
        raise Stale(standing_of(row))
    _check(wanted, measure_id)
    changed = [name for name, value in vars(wanted).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(wanted, name))
    if changed:
        row.version += 1
        db.session.flush()
        audit.record(act, "measure.changed", f"measure:{measure_id}", changed=changed)


def standing_of(row: Measure) -> dict[str, str]:
    """A measure's present values by field, for whoever's own saving came too late."""
    names = ("title", "words", "kind", "clause", "owner", "every_days", "version")
    return {name: str(getattr(row, name)) for name in names}


def look(act: Act, measure_id: int, found: Look, name: str) -> None:
    """Record that somebody, by that name, looked at the measure.

    Raises:
        Missing: there is no such measure, or it has ended.
        Refusal: the day lies ahead, or nothing says what is wrong with a measure that is not in place.
    """
    row = _running(measure_id)
    if found.done_on > clock.central(act.at).date():
        raise Refusal("This day lies ahead. Please give the day on which you looked.", "done_on")
    if not found.in_place and not found.note:
        raise Refusal("Please say what is missing, and what will be done about it.", "note")
    db.session.add(
        MeasureCheck(measure_id=row.id, **vars(found), recorded_at=act.at, actor=str(act.actor), actor_name=name)
    )
    db.session.flush()
    audit.record(act, "measure.looked-at", f"measure:{measure_id}", found="in place" if found.in_place else "missing")


def end(act: Act, measure_id: int, version: int) -> None:
    """Take the measure out of service; it and every look at it stay in the register.

    Raises:
        Missing: there is no such measure, or it has ended.
        Stale: somebody changed it since the page was drawn.
    """
    row = _running(measure_id)
    if row.version != version:
        raise Stale(standing_of(row))
    row.ended_at, row.version = act.at, row.version + 1
    db.session.flush()
    audit.record(act, "measure.ended", f"measure:{measure_id}")


def fill_first(act: Act) -> list[tuple[int, First]]:
    """Fill an empty register with the measures that a print shop begins with; gives the new ones with their ids.

    Nobody has looked at them yet: the register says so until somebody does.
    """
    if db.session.scalar(select(Measure.id).limit(1)) is not None:
        return []
    return [(add(act, _wanted(first)), first) for first in FIRST]


def _wanted(first: First) -> Wanted:
    return Wanted(first.title, first.words, first.kind, first.clause, first.owner, first.every_days)


def _check(wanted: Wanted, own_id: int = 0) -> None:
    if wanted.kind not in KINDS:
        raise Refusal("Please choose what kind of measure this is.", "kind")
    same = select(Measure.id).where(Measure.title == wanted.title, Measure.ended_at.is_(None), Measure.id != own_id)
    if db.session.scalar(same) is not None:
        raise Refusal("A measure of that name is in the register. Please choose another name.", "title")


def _running(measure_id: int) -> Measure:
    query = select(Measure).where(Measure.id == min(measure_id, 2**31 - 1), Measure.ended_at.is_(None))
    row: Measure | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise Missing
    return row


def look_as_the_list_says(act: Act, added: Iterable[tuple[int, First]], name: str) -> None:
    """For the demonstration: somebody looked at each measure as many days ago as its line of the list says."""
    today = clock.central(act.at).date()
    for measure_id, first in added:
        look(act, measure_id, Look(today - timedelta(days=first.days_ago), in_place=True, note=first.note), name)
