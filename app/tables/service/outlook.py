"""What a change would do: what changed field by field, which example prices move, what cannot be made any more."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.foundation import rules
from app.foundation.rules import Rule
from app.tables.blocks import Body
from app.tables.desks import Desk
from app.tables.differences import Change, changes
from app.tables.examples import Move, moves, touched
from app.tables.making import lost

rules.declare(
    Rule(
        "tables.large-move",
        20,
        "percent",
        "How far an example price may move before staff who publish a table must confirm it",
        most=1000,
    )
)


@dataclass(frozen=True)
class Outlook:
    """A change as staff see it before it is published; money is in cents."""

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    touched: tuple[Move, ...]
    """Further examples, chosen for what changed."""
    lost: tuple[str, ...]
    """What could be ordered, and could not be any more, in words."""
    dangers: tuple[str, ...]
    """What must be confirmed."""
    against: int
    """The version that it is compared with."""


def outlook(desk: Desk, body: Body, based_on: int, at: datetime) -> Outlook:
    """What a body would do in place of the version in force at that time."""
    against = desk.versions.number_in_force(at)
    old: Body = json.loads(desk.versions.body_of(against))
    before, after = desk.versions.of(against), desk.tables(body)
    changed = changes(desk, old, body)
    seen = moves(desk.code, before, after)
    further = touched(desk.code, before, after, changed)
    gone = lost(desk.code, before, after)
    dangers = _dangers([*seen, *further], gone)
    if against != based_on:
        dangers.insert(0, f"it was begun from version {based_on}, and undoes what version {against} has changed since.")
    return Outlook(
        tuple(changed),
        tuple(seen),
        tuple(further),
        tuple(gone),
        tuple(dangers),
        against,
    )


def _dangers(seen: list[Move], gone: list[str]) -> list[str]:
    limit = rules.whole("tables.large-move")
    far = [move for move in seen if move.percent is not None and abs(move.percent) > limit]
    found = []
    if far:
        most = max(far, key=lambda move: abs(move.percent or Decimal(0)))
        found.append(f"{len(far)} of the examples move by more than {limit} %; {most.what} by {most.percent_words}.")
    if gone:
        found.append(f"{len(gone)} things that are sold now could not be made any more.")
    return found
