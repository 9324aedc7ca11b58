"""What happened to an account, newest first: from the audit record, in words for whoever it belongs to.

Who of our staff did something is told by their role, never by name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.accounts import service as accounts
from app.accounts.roles import ROLES
from app.accounts.service import acting
from app.accounts.service.acting import ActingView
from app.artwork import views as artwork
from app.audit import views as record
from app.audit.views import Line, Story
from app.cases import views as cases
from app.mail import views as mail
from app.orders import views as orders
from app.quotes import views as quotes
from app.rights import activity_words as words
from app.tax import exemption_views as exemptions

HOLE = re.compile(r"\{(\w+)\}")
DOERS = {"job": "this site by itself", "command": "this site by itself", "processor": "the card processor"}
NEVER_SIGNED_IN = "somebody who was not signed in yet"


@dataclass(frozen=True)
class Happened:
    """What one act did: sentences, by whom (may be empty), and why where staff said so; `staff` marks our staff."""

    at: datetime
    sentences: list[str]
    by: str
    why: str
    staff: bool


@dataclass(frozen=True)
class Page:
    """One page of what happened; `following` is where the next begins, None on the last."""

    happened: list[Happened]
    following: int | None


def story_of(account_id: int, person_id: int, email: str, before: int | None = None) -> Story:
    """Which entries of the record belong to the activity of an account."""
    about = [f"account:{account_id}", f"person:{person_id}"]
    things = [
        orders.refs_of(account_id),
        quotes.refs_of(account_id),
        cases.refs_of(person_id),
        artwork.refs_of(account_id),
        exemptions.refs_of(account_id),
        mail.refs_to(email),
    ]
    return Story(
        about=about,
        about_kinds=frozenset(words.WORDS),
        things=things,
        thing_kinds=words.THINGS,
        actor=f"customer:{account_id}",
        actor_kinds=words.OWN_ACTS,
        before=before,
    )


def page_of(account_id: int, before: int | None = None) -> Page:
    """One page, in a number of queries that does not grow.

    Raises:
        Missing: there is no such account.
    """
    card = accounts.account_card(account_id)
    found = record.story(story_of(account_id, card.person_id, card.email, before))
    return Page(list(_told(found.lines, account_id)), found.following)


def _told(lines: list[Line], account_id: int) -> Iterator[Happened]:
    if not lines:
        return
    actings = acting.covering(account_id, lines[-1].at, lines[0].at)
    staff = {int(line.actor.partition(":")[2]) for line in lines if _is_staff(line.actor, account_id)}
    roles = accounts.staff_roles(sorted(staff))
    for (at, actor), grouped in groupby(lines, key=lambda line: (line.at, line.actor)):
        together = list(grouped)
        mine = _is_staff(actor, account_id)
        under = _covering(actings, actor, at) if mine else None
        by = _staff(under, roles.get(int(actor.partition(":")[2]), [])) if mine else _doer(actor, account_id, together)
        yield Happened(at, _sentences(together), by, under.reason if under else "", mine)


def _sentences(lines: Iterable[Line]) -> list[str]:
    """What these entries say, the first first, each sentence once."""
    return list(dict.fromkeys(_sentence(line) for line in lines))[::-1]


def _is_staff(actor: str, account_id: int) -> bool:
    kind, _, ref = actor.partition(":")
    return kind == "staff" and ref.isdigit() and int(ref) != account_id


def _covering(actings: list[ActingView], actor: str, at: datetime) -> ActingView | None:
    staff_id = int(actor.partition(":")[2])
    return next((one for one in actings if one.staff_id == staff_id and one.covers(at)), None)


def _staff(under: ActingView | None, roles: list[str]) -> str:
    """Whoever it was, by the role in which they acted, or those that they have."""
    known = [under.role_words] if under else roles
    return f"our staff ({', '.join(known)})" if known else "our staff (somebody who works here no more)"


def _doer(actor: str, account_id: int, lines: list[Line]) -> str:
    """Who it was; empty where the sentence says enough, as of a sign-in that succeeded."""
    kind, _, ref = actor.partition(":")
    if kind in {"customer", "staff"}:
        return "you" if ref == str(account_id) else "another customer"
    if kind == "visitor":
        return NEVER_SIGNED_IN if any(line.kind in words.STRANGERS for line in lines) else ""
    return DOERS.get(kind, "this site by itself")


def _sentence(line: Line) -> str:
    payload = line.payload or {}
    pattern = words.GONE if line.kind == "value.recorded" and payload.get("gone") else words.WORDS[line.kind]
    return HOLE.sub(lambda hole: _value(line, payload, hole[1]), pattern)


def _value(line: Line, payload: Mapping[str, object], name: str) -> str:
    """A value of the entry in words; what was removed from the record is a dash."""
    if name == "subject":
        kind, _, number = line.subject_ref.partition(":")
        return words.SUBJECTS.get(kind, "what you have with us").format(number)
    value = str(payload.get(name, "\N{EN DASH}"))
    if name == "field":
        return words.FIELDS.get(value.partition(":")[0], value.replace("_", " "))
    if name == "why":
        return words.WHY_ENDED.get(value, "")
    if name == "role":
        return ", ".join(ROLES.get(code, code) for code in value.split(", "))
    known = {"purpose": words.PURPOSE_WORDS, "channel": words.CHANNELS, "wish": words.WISHES}.get(name, {})
    return known.get(value, value)
