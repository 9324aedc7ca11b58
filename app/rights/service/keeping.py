"""Carrying out the retention rules: each once a day, in batches of one commit each, and what is left is measured."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.artwork.service import leaving as artwork
from app.audit import service as audit
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.rights.models import RetentionRun
from app.rights.service import ageing, batches, holds, leaving
from app.rights.service.ageing import Line
from app.rights.service.places import PLACES, Place
from app.rights.service.removing import free

log = logging.getLogger(__name__)
EVERY = "retention.every-hours"
rules.declare(rules.Rule(EVERY, 20, "hours", "How long after its last run a retention rule runs again", most=24))
ARTWORK = "artwork"


def keep(act: Act, own: Path) -> Iterator[None]:
    """Run every rule that is due, over tables and over the files in `own`, this shop's folder. A yield is a commit."""
    holds.lapse(act)
    held, last = holds.held_keys(act.at), last_starts()
    yield
    for line in ageing.lines():
        if is_due(line.name, last, act.at):
            yield from _run(act, line, holds.held_rows(line.table, held))
    for place in PLACES:
        if is_due(place.name, last, act.at):
            _note(act, place, own)
            yield


def last_starts() -> dict[str, datetime]:
    """When the last run of each rule began that came to its end."""
    query = select(RetentionRun.rule, func.max(RetentionRun.started_at)).where(RetentionRun.ended_at.is_not(None))
    rows = db.session.execute(query.group_by(RetentionRun.rule))
    return {rule: at for rule, at in rows if at is not None}


def is_due(name: str, last: dict[str, datetime], at: datetime) -> bool:
    """Whether a rule is to run at that moment."""
    return name not in last or last[name] <= at - timedelta(hours=rules.whole(EVERY))


def going(line: Line, at: datetime, held: ColumnElement[bool]) -> ColumnElement[bool]:
    """The rows that a run at that moment would remove or mask."""
    found = and_(line.past(at), not_(held))
    if line.table.name == ARTWORK:
        return and_(found, artwork.told())
    return found if line.masks else and_(found, free(line.table))


def _run(act: Act, line: Line, held: ColumnElement[bool]) -> Iterator[None]:
    run = RetentionRun(rule=line.name, started_at=act.at, examined=line.rows())
    db.session.add(run)
    db.session.flush()
    run_id, removed = run.id, 0
    yield
    if line.table.name == ARTWORK:
        yield from _announce(act, line)
    last = None
    while batches.acts_on(line) and (keys := _batch(line, act.at, held, last)):
        removed += _let_go(act, line, keys)
        last = keys[-1]
        yield
    if removed:
        audit.record(act, "retention.kept", f"retention:{line.name}", removed=removed)
    _end(run_id, removed, count_held(line, act.at, held), line.oldest(act.at, held))
    yield


def _announce(act: Act, line: Line) -> Iterator[None]:
    while numbers := leaving.nearly_over(line, act.at):
        leaving.tell(act, numbers)
        yield


def _batch(line: Line, at: datetime, held: ColumnElement[bool], last: Any) -> list[Any]:
    """The next keys; each is tried once a run, so that one which cannot go holds up no other."""
    wanted = select(line.key).where(going(line, at, held)).order_by(line.key).limit(batches.BATCH)
    wanted = wanted if last is None else wanted.where(line.key > last)
    return list(db.session.scalars(wanted))


def _let_go(act: Act, line: Line, keys: list[Any]) -> int:
    """One rule that cannot be carried out keeps no other from running: the rows that it leaves tell of it."""
    try:
        with db.session.begin_nested():
            return batches.let_go(act, line, keys)
    except SQLAlchemyError as error:
        log.error("the retention rule %s was stopped by %s", line.name, type(error).__name__)
        return 0


def count_going(line: Line, at: datetime, held: ColumnElement[bool]) -> int:
    """How many rows a run at that moment would remove or mask."""
    query = select(func.count()).select_from(line.table).where(going(line, at, held))
    return db.session.scalar(query) or 0


def count_held(line: Line, at: datetime, held: ColumnElement[bool]) -> int:
    """How many rows are past their time and stay because of a hold."""
    query = select(func.count()).select_from(line.table).where(line.past(at), held)
    return db.session.scalar(query) or 0


def _end(run_id: int, removed: int, held: int, oldest: datetime | None) -> None:
    ended = {"ended_at": clock.now(), "removed": removed, "held": held, "oldest_left": oldest}
    db.session.execute(update(RetentionRun).where(RetentionRun.id == run_id).values(ended))


def _note(act: Act, place: Place, own: Path) -> None:
    """Files are removed by the jobs of their rooms: what they left is measured."""
    run = RetentionRun(rule=place.name, started_at=act.at, ended_at=clock.now(), oldest_left=place.oldest(own))
    db.session.add(run)
    db.session.flush()
