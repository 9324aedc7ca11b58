"""Entries of the audit record as sentences: who did what to what, with links to what has a page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.views import ACCOUNT_CARD
from app.audit.kinds import WORDS
from app.audit.views import Line
from app.foundation.database import db

HOLE = re.compile(r"\{(\w+)\}")
REMOVED = "(removed)"
THINGS = {
    "order": ("order {}", "/staff/orders/{}"),
    "case": ("case {}", "/staff/cases/{}"),
    "artwork": ("file {}", "/staff/artwork/{}"),
    "supplier": ("supplier {}", "/staff/suppliers/{}"),
    "rule": ("the rule {}", "/staff/rules/{}"),
    "job": ("the job {}", "/staff/jobs"),
    "inbound": ("mail {} that came in", "/staff/mail/inbox/{}"),
    "run": ("mail to many {}", "/staff/mail/runs/{}"),
    "exemption": ("tax certificate {}", "/staff/tax-exemptions/{}"),
    "promotion": ("promotion code {}", "/staff/promotions/{}"),
    "measure": ("security measure {}", "/staff/measures/{}"),
    "company": ("company {}", ""),
    "company-invitation": ("invitation {} into a company", ""),
    "address": ("an e-mail address", ""),
    "code": ("code {}", ""),
    "disclosure": ("disclosure {}", ""),
    "registration": ("registration {}", ""),
    "policy": ("policy version {}", ""),
    "policy-version": ("policy text {}", ""),
    "requirements": ("version {} of the requirements", ""),
    "master-key": ("master key {}", ""),
    "access-log": ("the access log of {}", ""),
    "audit": ("entry {}", ""),
}
"""What a ref stands for in words, and where it is shown; `{}` is its number or name."""
ALL = {"audit:all": "everybody", "audit:nobody": "nobody we know", "account:none": "an account that does not exist"}
DOERS = {"job": "The job {}", "command": "The command {}", "visitor": "A visitor", "processor": "The card processor"}


@dataclass(frozen=True)
class Part:
    """A piece of a sentence, with the page that it leads to, if any."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Told:
    """One sentence; `place` is its number in the sealed chain, None until it is sealed."""

    at: datetime
    parts: list[Part]
    place: int | None


@dataclass(frozen=True)
class Names:
    """Whose account and person is whose, and the roles of staff."""

    accounts: Mapping[int, str]
    persons: Mapping[int, str]
    roles: Mapping[int, list[str]]


def tell(lines: Iterable[Line]) -> list[Told]:
    """The lines as sentences; three queries whatever their number."""
    lines = list(lines)
    names = _names(lines)
    return [Told(line.at, _sentence(line, names), line.seq) for line in lines]


def _names(lines: list[Line]) -> Names:
    refs = [text.partition(":") for line in lines for text in (line.actor, line.subject_ref)]
    ids = {kind: {int(ref) for known, _, ref in refs if known == kind and ref.isdigit()} for kind in _WHO}
    account_ids = ids["account"] | ids["customer"] | ids["staff"]
    card = ACCOUNT_CARD.subquery("card")
    query = select(card.c.id, card.c.person_id, card.c.name)
    rows = db.session.execute(query.where(card.c.id.in_(account_ids) | card.c.person_id.in_(ids["person"]))).all()
    return Names(
        {row.id: row.name for row in rows},
        {row.person_id: row.name for row in rows},
        accounts.staff_roles(sorted(ids["staff"])),
    )


_WHO = ("account", "customer", "staff", "person")


def _sentence(line: Line, names: Names) -> list[Part]:
    found = [_doer(line.actor, names), Part(" ")]
    pieces = HOLE.split(WORDS.get(line.kind, f"{line.kind}: {{subject}}"))
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            found.append(Part(piece))
        elif piece == "subject":
            found.append(_thing(line.subject_ref, names))
        else:
            found.append(Part(_value(line.payload, piece)))
    return found


def _doer(actor: str, names: Names) -> Part:
    kind, _, ref = actor.partition(":")
    if kind in _WHO and ref.isdigit():
        name = names.accounts.get(int(ref), f"account {ref}")
        roles = ", ".join(names.roles.get(int(ref), [])) if kind == "staff" else ""
        return Part(f"{name} ({roles})" if roles else name, f"/staff/audit?about=account:{ref}")
    return Part(DOERS.get(kind, f"{kind.capitalize()} {{}}").format(ref).strip())


def _thing(ref: str, names: Names) -> Part:
    kind, _, number = ref.partition(":")
    if ref in ALL:
        return Part(ALL[ref])
    if kind in {"account", "person"} and number.isdigit():
        known = names.accounts if kind == "account" else names.persons
        whose = known.get(int(number))
        words = f"{kind} {number}" if whose is None else f"the {_HELD[kind]} of {whose}"
        return Part(words, f"/staff/audit?about={ref}")
    words, href = THINGS.get(kind, (f"{kind.replace('_', ' ').replace('-', ' ')} {{}}", ""))
    return Part(words.format(number).strip(), href.format(number.replace(".", "/")))


_HELD = {"account": "account", "person": "data"}


def _value(payload: Mapping[str, Any] | None, name: str) -> str:
    if payload is None:
        return REMOVED
    value = payload.get(name, "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
