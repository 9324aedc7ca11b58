"""The promises somebody was given: which version governs their data, and which uses follow from it and from today's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select

from app.foundation import inventory
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions.models import Collection
from app.permissions.purposes import PURPOSES
from app.permissions.service.deciding import governing, named_by, promised, ruled_out
from app.permissions.service.new_uses import bearing, with_new_uses
from app.permissions.subjects import Subject

Follows = Literal["both", "only-then", "only-now", "opened", "ruled-out", "neither"]


@dataclass(frozen=True)
class Came:
    """Data came, or a version was agreed to, under that number."""

    policy_version: int
    how: str
    at: datetime


@dataclass(frozen=True)
class UseGiven:
    """One purpose: what follows from the version that governs and the one in force; `clause` is the policy's anchor.

    `number` is the version in which to read about it; 0 when neither names it.
    """

    code: str
    title: str
    clause: str
    follows: Follows
    number: int

    @property
    def promised(self) -> bool:
        """Whether the gate lets it pass as far as promises go; what was stopped is another matter."""
        return self.follows in {"both", "opened"}


@dataclass(frozen=True)
class Given:
    """`governs` is None where no version was written down: then the one in force does."""

    governs: int | None
    came: list[Came]
    uses: list[UseGiven]


def given(act: Act, subject: Subject) -> Given:
    """What was promised to the subject; nothing is stored."""
    governs, new = governing(subject.keys), with_new_uses()
    query = select(Collection.policy_version, Collection.how, Collection.at)
    rows = db.session.execute(query.where(Collection.subject_key.in_(subject.keys)).order_by(Collection.id))
    opened = frozenset(code for code in new if bearing(act, subject.keys, code)[1])
    uses = list(_uses(act, subject, governs or act.policy_version or 0, opened))
    return Given(governs, [Came(*row) for row in rows], uses)


def _uses(act: Act, subject: Subject, then: int, opened: frozenset[str]) -> list[UseGiven]:
    named_then, named_now, out = named_by(then), named_by(act.policy_version), ruled_out(subject.keys)
    may = promised(act, subject.keys, opened) or frozenset()
    found = []
    for code, purpose in PURPOSES.items():
        follows: Follows = "neither"
        if code in may:
            follows = "both" if code in named_then else "opened"
        elif code in out:
            follows = "ruled-out"
        elif code in named_then | named_now:
            follows = "only-then" if code in named_then else "only-now"
        number = {"both": then, "only-then": then, "neither": 0}.get(follows, act.policy_version or 0)
        found.append(UseGiven(code, inventory.PURPOSES[code], purpose.clause, follows, number))
    return found
