"""The strip that announces a change of the policy on every page, at no query a page and with no cookie.

Visitors see a version that is to come, and for some days one that came. Somebody signed in sees it until they opened
that version or chose, which is asked for once a person and while; what pages showed and who opened what are facts.
"""

import time
from collections import OrderedDict
from datetime import timedelta

from flask import Flask, Response, current_app, request

from app.foundation import clock, facts, rules
from app.foundation.access import viewer
from app.foundation.database import reading_only
from app.foundation.frame import PolicyNotice, PolicyStamp
from app.policy import timetable, views
from app.policy.service import engagement
from app.policy.views import Reach, VersionLine

FRESH_FOR = 30.0
"""Seconds for which a process trusts what it knows of one person."""
ROOM = 10_000
LINES, PEOPLE, NOTED = "shop.policy_lines", "shop.policy_reach", "shop.policy_noted"
VERSIONS, CHOICES = "/privacy-policy/versions/<int:no>", "/account/new-uses"

rules.declare(
    rules.Rule("policy.strip-days", 30, "days", "How long every page says that the privacy policy has changed")
)


def bind(app: Flask) -> None:
    """Give pages their strip, and note which versions somebody signed in opens."""
    app.extensions["shop.policy_stamp"] = stamp
    app.extensions["shop.policy_strip"] = strip
    app.after_request(note_reading)


def stamp() -> PolicyStamp | None:
    """The version in force, for the footer of every page, and what every visitor is told: kept pages go by it."""
    times = timetable.times()
    entry = views.in_force(times, clock.now())
    if entry is None:
        return None
    news = next((line for line in announced(times) if _is_news(line)), None)
    return PolicyStamp(entry[1], entry[0], _notice(news) if news else None)


def forget() -> None:
    """Drop this process's copies."""
    for kept in (LINES, PEOPLE, NOTED):
        current_app.extensions.pop(kept, None)


def strip() -> PolicyNotice | None:
    """What the page tells whoever is signed in; once a person, version and day that it did is a fact."""
    who = viewer()
    lines = [line for line in announced() if _concerns(line)] if who.signed_in else []
    known = _reach(who.person_id) if lines else Reach()
    for line in lines:
        if not known.knows(line) and line.no not in _being_read():
            _note(engagement.SHOWN, who.person_id, line.no)
            return _notice(line)
    return None


def note_reading(response: Response) -> Response:
    """Somebody signed in opened a version, its differences, or the page on which they choose."""
    # Whoever sends no cookie is nobody's reading; asking for the viewer would be the page's dearest part.
    may_count = "HTTP_COOKIE" in request.environ and response.status_code == 200 and request.method == "GET"
    read = _being_read() if may_count else ()
    who = viewer() if read and "prefetch" not in request.headers.get("Sec-Purpose", "") else None
    if who is not None and who.signed_in:
        for number in read:
            _note(engagement.VIEWED, who.person_id, number)
    return response


def announced(times: timetable.Times | None = None) -> list[VersionLine]:
    """Versions whose readers are told: those to come first, the soonest first, then those in force, newest first."""
    now = clock.now()
    lines = [
        line for line in _lines(times) if line.prev_no and line.change_class != "typo" and line.state != "withdrawn"
    ]
    coming = sorted((line for line in lines if line.effective_at > now), key=lambda line: line.effective_at)
    return coming + [line for line in lines if line.effective_at <= now]


def _concerns(line: VersionLine) -> bool:
    """New uses wait for each person until they know of them, however late; other changes are old news one day."""
    return bool(line.new_uses) or _is_news(line)


def _is_news(line: VersionLine) -> bool:
    return line.effective_at > clock.now() - timedelta(days=rules.whole("policy.strip-days"))


def _notice(line: VersionLine) -> PolicyNotice:
    return PolicyNotice(line.no, line.effective_at, line.effective_at > clock.now(), len(line.new_uses))


def _lines(times: timetable.Times | None) -> tuple[VersionLine, ...]:
    """Every version, newest first: read again only when the timetable is another one."""
    extensions = current_app.extensions
    kept: tuple[timetable.Times, tuple[VersionLine, ...]] | None = extensions.get(LINES)
    if times is None:
        # The stamp of this same page has asked the database already, where the page belongs to a writer.
        times = kept[0] if kept is not None and not reading_only() else timetable.times()
    if kept is None or kept[0] != times:
        kept = extensions[LINES] = (times, views.history())
    return kept[1]


def _reach(person_id: int) -> Reach:
    """What the person knows: from the tables, at most so old, and what this process saw them open today."""
    people: OrderedDict[int, tuple[float, Reach]] = current_app.extensions.setdefault(PEOPLE, OrderedDict())
    kept = people.get(person_id)
    if kept is None or time.monotonic() - kept[0] > FRESH_FOR:
        kept = people[person_id] = (time.monotonic(), views.reach(person_id))
        while len(people) > ROOM:
            people.popitem(last=False)
    opened = _noted().get((engagement.VIEWED, person_id))
    return Reach(kept[1].viewed | opened, kept[1].agreed) if opened else kept[1]


def _note(kind: str, person_id: int, number: int) -> None:
    """Leave a fact, at most one a process and day."""
    numbers = _noted().setdefault((kind, person_id), set())
    if number not in numbers:
        numbers.add(number)
        facts.append(kind, person=person_id, number=number)


def _noted() -> dict[tuple[str, int], set[int]]:
    """The facts that this process left today: numbers by kind and person."""
    day = f"{clock.now():%Y%m%d}"
    kept: tuple[str, dict[tuple[str, int], set[int]]] = current_app.extensions.get(NOTED, ("", {}))
    if kept[0] != day:
        kept = current_app.extensions[NOTED] = (day, {})
    return kept[1]


def _being_read() -> tuple[int, ...]:
    rule = request.url_rule.rule if request.url_rule is not None else ""
    if rule.startswith(VERSIONS):
        return ((request.view_args or {})["no"],)
    if rule == "/privacy-policy":
        return (timetable.number_in_force() or 0,)
    return tuple(line.no for line in announced() if line.new_uses) if rule == CHOICES else ()
