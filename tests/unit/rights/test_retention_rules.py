"""Every rule about how long something stays: what is past its time goes, what is not stays, and both are counted."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import registry
from app.foundation import jobs, work
from app.foundation.acts import Act
from app.foundation.database import Base, db
from app.foundation.retention import After, Swept
from app.rights.service import ageing, batches, measuring
from app.rights.service.ageing import Line
from tests.unit.rights.planting import plant

assert registry.JOBS
LINES = {line.name: line for line in ageing.lines()}
DAY = timedelta(days=1)
OWN = "artwork"
"""Told before it goes: see test_artwork_leaving.py."""


def planted(line: Line, began: datetime) -> None:
    """One row whose time began then."""
    part = line.part
    values = {part.only[0]: part.only[1]} if isinstance(part, After) and part.only else {}
    masks = part.masks if isinstance(part, After) else ()
    # An order is opened when it is masked; what it says of its contact in clear is enough for the rule to speak of it.
    full = tuple(name for name in masks if line.table.name != "print_order" or name.endswith("_digest"))
    other, _, column = part.clocks[-1].rpartition(".")
    if other:
        parent = Base.metadata.tables[other]
        link = next(own.name for own in line.table.columns for key in parent.primary_key if own.references(key))
        values[link] = plant(parent, **{column: began})
    else:
        values[column] = began
    # Where another rule of the table counts from a time that every row has, that began then, too.
    clocks = {clock for one in LINES.values() if one.table is line.table for clock in one.part.clocks}
    values |= {clock: began for clock in clocks - {column} if "." not in clock and not line.table.c[clock].nullable}
    if "created_at" in line.table.c:  # a sign-in ends so long after it began, too, however much it is used
        values.setdefault("created_at", began)
    plant(line.table, full, **values)


def standing(line: Line, until: datetime) -> list[datetime]:
    """When the time of each row began that the rule still speaks of."""
    query = select(line.began).select_from(line.table).where(line.counts, line.began <= until)
    return sorted(db.session.scalars(query))


@pytest.mark.parametrize("name", [name for name, line in LINES.items() if line.table.name != OWN])
def test_the_older_row_goes_and_the_younger_one_stays(
    app: Flask, act: Act, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    line = LINES[name]
    bound = line.period.before(act.at)
    work.unit(lambda: planted(line, bound - 2 * DAY))
    work.unit(lambda: planted(line, bound + DAY))
    assert standing(line, act.at) == [bound - 2 * DAY, bound + DAY]
    monkeypatch.setitem(app.extensions, "shop.checks", {})
    if isinstance(line.part, Swept):
        jobs.run_now(line.part.job)
    jobs.run_now("keep-retention")
    assert standing(line, act.at) == [bound + DAY]
    run = measuring.newest_runs()[name]
    assert (run.removed, run.oldest_left) == (1 if batches.acts_on(line) else 0, bound + DAY)
    if line.masks:
        assert db.session.scalar(select(func.count()).select_from(line.table)) >= 2
