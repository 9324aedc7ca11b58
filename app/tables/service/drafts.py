"""The draft of a table: begun, changed section by section, given up."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.foundation.versions import NotLoaded
from app.tables import cells
from app.tables.blocks import Body
from app.tables.columns import WrongCell
from app.tables.desks import Desk, text_of
from app.tables.models import TableDraft
from app.tables.sections import Section

LONGEST_BODY = 2_000_000


@dataclass(frozen=True)
class Draft:
    """A draft as it is read; `returns_to` is the older version that it began with, if staff return to one."""

    version: int
    based_on: int
    returns_to: int | None
    body: Body
    started_at: datetime
    started_by: str
    changed_at: datetime
    changed_by: str


def draft_of(desk: Desk) -> Draft | None:
    """The draft of a table, if there is one."""
    row = db.session.get(TableDraft, desk.code)
    if row is None:
        return None
    body = json.loads(row.body)
    who = (row.started_at, row.started_by, row.changed_at, row.changed_by)
    return Draft(row.version, row.based_on, row.returns_to, body, *who)


def start(act: Act, desk: Desk, returns_to: int | None = None) -> None:
    """Begin a change from the version in force, or from an older one that the table shall return to.

    Raises:
        Missing: there is no such version.
        Refusal: a change is begun already.
    """
    if db.session.get(TableDraft, desk.code) is not None:
        raise Refusal("A change is begun already. Publish it or give it up first.")
    try:
        based_on = desk.versions.number_in_force(act.at)
        body = desk.versions.body_of(returns_to or based_on)
    except NotLoaded:
        raise Missing from None
    row = TableDraft(desk=desk.code, based_on=based_on, returns_to=returns_to, body=body, version=1)
    row.started_at = row.changed_at = act.at
    row.started_by = row.changed_by = str(act.actor)
    db.session.add(row)
    db.session.flush()
    audit.record(act, "table.draft-begun", f"table:{desk.code}", based_on=based_on)


def give_up(act: Act, desk: Desk) -> None:
    """Throw the draft away; giving up what is gone already is no error."""
    row = db.session.get(TableDraft, desk.code, with_for_update=True)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        audit.record(act, "table.draft-dropped", f"table:{desk.code}")


def save(act: Act, desk: Desk, drawn: int, code: str, typed: Mapping[str, str]) -> None:
    """Put what was typed on the page of a section into the draft.

    Raises:
        Missing: there is no draft, or it has no such section.
        Stale: somebody changed the draft since the page was drawn.
        WrongCell: a value does not fit its cell.
        Refusal: the values do not fit together.
    """
    row = locked(desk)
    body: Body = json.loads(row.body)
    section = desk.section(body, code)
    if row.version != drawn:
        raise Stale({"version": str(row.version), **cells.shown(section, body)})
    changed = with_typed(desk, body, section, typed)
    if changed == body and list(changed) == list(body):
        return
    row.body = text_of(changed)
    row.version += 1
    row.changed_at, row.changed_by = act.at, str(act.actor)
    db.session.flush()
    audit.record(act, "table.draft-changed", f"table:{desk.code}", section=code)


def with_typed(desk: Desk, body: Body, section: Section, typed: Mapping[str, str]) -> Body:
    """The body with what was typed on the page of that section; see `save` for what it raises."""
    changed = copy.deepcopy(body)
    for block in section.blocks:
        entries = cells.entries(cells.lines_of(block, body), typed)
        try:
            block.write(changed, entries)
        except WrongCell as wrong:
            raise Refusal(str(wrong)) from None
    section.settle(changed)
    desk.tables(changed)
    if len(text_of(changed)) > LONGEST_BODY:
        raise Refusal("This is more than one table can hold. Please take rows out first.")
    return changed


def locked(desk: Desk) -> TableDraft:
    """The draft's row, held until the end of the work.

    Raises:
        Missing: there is none.
    """
    row = db.session.get(TableDraft, desk.code, with_for_update=True)
    if row is None:
        raise Missing
    return row
