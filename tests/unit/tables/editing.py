"""How tests type into the tables."""

from typing import Any

from app.foundation.acts import Act
from app.tables import cells, service
from app.tables.cells import Line
from app.tables.desks import CATALOGUE, Desk
from app.tables.service import Draft, Publication
from tests.ordering import done


def begun(act: Act, desk: Desk = CATALOGUE) -> Draft:
    """The draft of a change that was just begun."""
    done(lambda: service.start(act, desk))
    return draft(desk)


def draft(desk: Desk = CATALOGUE) -> Draft:
    found = service.draft_of(desk)
    assert found is not None
    return found


def typed(desk: Desk, section: str, **changes: str) -> dict[str, str]:
    """What the page of a section sends, changed: `cost__CM130C="0.20"` is that paper's cost, `new__code` a new row.

    `base__="9"` is the only row's.
    """
    found = desk.section(draft(desk).body, section)
    lines = list(cells.lines(found, draft(desk).body))
    values = cells.shown(found, draft(desk).body)
    for name, value in changes.items():
        column, _, row = name.partition("__")
        line = next(line for line in lines if _is(line, row) and _has(line, column))
        values[line.name(column)] = value
    return values


def _is(line: Line, row: str) -> bool:
    if line.row is None or line.block.is_record:
        return row == ("" if line.block.is_record else "new")
    return row in (line.row.key, line.row.title.replace(" ", "_"))


def _has(line: Line, column: str) -> bool:
    return column in ("code", "remove") or column in [item.name for item in line.columns]


def save(act: Act, desk: Desk, section: str, **changes: str) -> None:
    """Type into a section of the draft and save it."""
    sent = typed(desk, section, **changes)
    done(lambda: service.save(act, desk, draft(desk).version, section, sent))


def publish(act: Act, desk: Desk = CATALOGUE, **changes: Any) -> int:
    """Publish the draft."""
    values: dict[str, Any] = {"drawn": draft(desk).version, "starts": None, "reason": "Paper is dearer.", "sure": True}
    number: int = done(lambda: service.publish(act, desk, Publication(**values | changes)))
    return number


def dearer_paper(act: Act, cost: str = "0.20") -> None:
    """A draft in which the house card's paper costs more."""
    begun(act)
    save(act, CATALOGUE, "papers", cost__CM130C=cost)
