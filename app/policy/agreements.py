"""Which agreement rules in which area, without a query on each page: a copy of what is posted, kept for a second.

Where an area has no agreement, its pages cost nothing more than before. Where it has one, whether somebody agreed is
one look by a key.
"""

import time
from collections.abc import Iterable

from flask import Flask, current_app

from app.foundation import areas, clock, work
from app.foundation.areas import Ruling
from app.policy import news, views
from app.policy.views import PRIVACY, Terms, VersionLine

FRESH_FOR = 1.0
"""Seconds for which a process trusts its copy; the process that posts a version drops it at once."""
KEPT = "shop.agreements"


def bind(app: Flask) -> None:
    """Tell the guard of every request which agreement rules."""
    app.extensions[areas.HOOK] = ruling
    news.posted.connect(_changed)
    news.withdrawn.connect(_changed)


def ruling(slug: str, person_id: int) -> Ruling | None:
    """What rules in the area for that person now; None while it has no agreement in force."""
    standing = in_force(slug)
    if standing is None:
        return None
    return Ruling(standing.no, views.has_agreed(person_id, [one.version_id for one in enough(slug)]))


def in_force(slug: str) -> Terms | None:
    """The version of the area's agreement that is in force; None while there is none."""
    return next(iter(_past(slug)), None)


def enough(slug: str) -> list[Terms]:
    """The versions of which one must be agreed to: the one in force, and those that differ from it by typos alone."""
    found: list[Terms] = []
    for one in _past(slug):
        found.append(one)
        if one.change_class != "typo":
            break
    return found


def ruled() -> list[Terms]:
    """The agreement in force of every area that has one, by title."""
    slugs = {one.slug for one in kept()}
    standing = [one for slug in slugs if (one := in_force(slug)) is not None]
    return sorted(standing, key=lambda one: one.title)


def ruled_out(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """By person the purposes that agreements rule out for them; whoever agreed to none of that kind is left out.

    Of each agreement the newest version that the person agreed to counts. The gate does not know in which area each
    detail of a person was gathered, so what one agreement rules out is ruled out for that person altogether.
    """
    limits = {(one.slug, one.no): frozenset(one.not_for) for one in kept()}
    if not any(limits.values()):
        return {}
    found = {
        person_id: frozenset[str]().union(*(limits.get(one, frozenset()) for one in agreed.items()))
        for person_id, agreed in views.newest_agreed(person_ids).items()
    }
    return {person_id: purposes for person_id, purposes in found.items() if purposes}


def kept() -> tuple[Terms, ...]:
    """Every posted version of every agreement, as of at most a second ago."""
    copy: tuple[float, tuple[Terms, ...]] | None = current_app.extensions.get(KEPT)
    if copy is None or time.monotonic() - copy[0] > FRESH_FOR:
        copy = current_app.extensions[KEPT] = (time.monotonic(), views.terms())
    return copy[1]


def stamp() -> tuple[tuple[str, int], ...]:
    """What is in force, for keys of kept pages."""
    return tuple((one.slug, one.no) for one in ruled())


def forget() -> None:
    """Drop this process's copy."""
    current_app.extensions.pop(KEPT, None)


def _past(slug: str) -> list[Terms]:
    """The versions that have taken effect, the newest first."""
    now = clock.now()
    return [one for one in reversed(kept()) if one.slug == slug and one.effective_at <= now]


def _changed(_act: object, *, version: VersionLine) -> None:
    if version.slug != PRIVACY:
        forget()
        work.afterwards(forget)
