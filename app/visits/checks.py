"""Whether the log and the page counts are what the policy says: read from the files and the tables themselves."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from ipaddress import ip_address

from app.foundation import clock, facts, rules
from app.foundation.checks import Check, Result, failing, unchecked, verdict
from app.foundation.database import looking
from app.foundation.own_site import AGENT
from app.visits import log_reading, service
from app.visits.agents import BOT, FAMILIES, family
from app.visits.fields import MISSING
from app.visits.log_file import days_in
from app.visits.log_keeping import cut_address, months_after
from app.visits.log_reading import Found
from app.visits.views import odd_names, shape, total_of

GRACE = 1
"""Days that the keeping job may be late before somebody should know."""
WAITING_MOST = timedelta(minutes=10)
SETTLED = timedelta(minutes=15)
ENOUGH = 20
"""So many visits must the log show, and as many after them, before their absence from the counts says anything."""
FRONT = ("/", "/products", "/privacy-policy", "/sign-in")
"""Pages that somebody reads on any day."""
_SHOWN = re.compile(r"(\S{10} \S{8}) \S+ GET (\S+) (?:200|304) (?:-|\"[^\"]*\") (?:-|\"([^\"]*)\")")


def _on_own_line(look: Callable[[Found], Result]) -> Result:
    """Visit the site and let `look` judge the line of that visit."""
    found = log_reading.line_of(log_reading.visit())
    return look(found) if found else failing("Our own visit just now left no line in the log.")


def _format(found: Found) -> Result:
    version = next((line for line in found.directives if line.startswith("#Version:")), "")
    values = len(found.values) + 2
    good = version == "#Version: 1.0" and len(found.fields) == values
    named = f"names {len(found.fields)} fields" if found.fields else "names no fields"
    head = f"says “{version[1:]}”" if version else "does not say its version"
    return verdict(good, f"The file {head} and {named}; the line of our own visit holds {values}.")


def _moment(found: Found) -> Result:
    try:
        written = datetime.strptime(found.moment, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return failing("The line of our own visit holds no date and time.")
    off = max(found.visit.began - 1 - written, written - found.visit.ended, 0)
    return verdict(off < 60, f"Our own visit stands there with date and time, {off:.0f} seconds off.")


def _referrer(found: Found) -> Result:
    good = f'"{found.visit.referrer}"' in found.values
    return verdict(good, f"Our own visit {'stands there with' if good else 'lacks'} the address it said led it here.")


def _browser(found: Found) -> Result:
    good = f'"{found.visit.agent}"' in found.values
    return verdict(good, f"Our own visit {'stands there with' if good else 'lacks'} the browser it said it was.")


def _address(found: Found) -> Result:
    try:
        address = ip_address(found.values[0])
    except (ValueError, IndexError):
        return failing("The line of our own visit holds no IP address.")
    good = address.is_loopback or not found.visit.local
    return verdict(good, f"Our own visit stands there with {'its' if good else 'an'} IPv{address.version} address.")


def oldest() -> Result:
    """The oldest whole line and the oldest line of all, against the periods and a day of grace."""
    full, months = rules.whole(service.FULL_DAYS.name), rules.whole(service.MONTHS.name)
    today = clock.now().date()
    lines = [line for _, path in days_in(log_reading.folder()) for line in log_reading.samples(path)]
    days = [day for day in map(log_reading.day_of, lines) if day]
    whole = [day for line in lines if _is_whole(line) and (day := log_reading.day_of(line))]
    if not days:
        return unchecked("The log has no lines yet.")
    late = bool(whole) and (today - min(whole)).days > full + GRACE
    aged = months_after(min(days), months) + timedelta(days=GRACE) < today
    first = f"The oldest whole line {_told(whole)}" if whole else "No line is whole"
    return verdict(not late and not aged, f"{first}; the oldest line of all {_told(days)}.")


def _told(days: list[date]) -> str:
    return f"is of {min(days):%B} {min(days).day}, {min(days).year}"


def _is_whole(line: str) -> bool:
    """Whether the line still shows a whole address, or more of the browser than its family."""
    values = log_reading.values_of(line)
    if len(values) < 2:
        return False
    address, agent = values[0], values[-1].strip('"')
    return cut_address(address) != address or (agent != MISSING and agent not in FAMILIES)


@looking()
def counts_hold_nobody() -> Result:
    """The real tables of counts: a day, a name of a page, site or browser, a number; and small ones hidden."""
    columns, extra = shape()
    if extra:
        return failing(f"A table of page counts also holds {', '.join(extra)}.")
    if odd := odd_names(clock.now().date() - timedelta(days=2)):
        return failing(f"{odd} names in the counts are no page, site or browser.")
    told = _small_counts_told()
    hidden = "no count under the limit is told" if not told else f"{told} small counts are told as they are"
    return verdict(not told, f"{columns} columns in three tables: a day, a name, a count; to staff, {hidden}.")


def _small_counts_told() -> int:
    """How many small totals the staff page's list would tell as a number."""
    today, smallest = clock.now().date(), rules.whole(service.SMALLEST.name)
    found = service.counts(today, 30)
    lines = [*found.pages, *found.referrers, *found.browsers]
    return sum(line.shown.isdigit() and int(line.shown) < smallest for line in lines)


@looking()
def counts_reach_staff() -> Result:
    """No fact waits long for its folding, and the visits that the log shows are in the counts."""
    now = clock.now()
    waiting = facts.waiting_since()
    if waiting is not None and now - waiting > WAITING_MOST:
        return failing(f"Counts have waited for their folding since {clock.spoken(waiting)}.")
    logged = len(_settled(_logged(now - timedelta(days=1))))
    if logged < ENOUGH:
        return unchecked("The log of the last day shows too few visits of the front pages to tell.")
    counted = total_of(FRONT, now.date() - timedelta(days=1), now.date())
    # Whoever ends a process loses its last minute of counting, so some may be missing.
    good = counted * 2 >= logged
    return verdict(good, f"Of {logged} visits of the front pages in the log, {min(counted, logged)} are counted.")


def _settled(moments: list[datetime]) -> list[datetime]:
    """Those visits after which so many others came that every process has handed its counts over."""
    before = moments[-1] - SETTLED if moments else None
    return [at for at in moments[:-ENOUGH] if before and at <= before]


def _logged(since: datetime) -> list[datetime]:
    """The moments of readers' visits of the front pages, robots and our own left out, oldest first."""
    found = []
    for path in log_reading.newest_files():
        for line in log_reading.tail(path):
            shown = _SHOWN.match(line)
            if shown and shown[2] in FRONT and _is_reader(shown[3] or ""):
                found.append(datetime.fromisoformat(f"{shown[1]}+00:00"))
    return sorted(at for at in found if at >= since)


def _is_reader(agent: str) -> bool:
    return family(agent) != BOT and not agent.startswith(AGENT)


def _field(name: str, promise: int, holds: str, look: Callable[[Found], Result]) -> Check:
    sentence = f"We visit our own site and look into the log: the line of that visit holds {holds}."
    return Check(name, sentence, partial(_on_own_line, look), (promise,))


CHECKS: list[Check] = [
    Check(
        "log-format",
        "We visit our own site: the log's file names its version and fields, and the line has as many.",
        partial(_on_own_line, _format),
        (27,),
    ),
    _field("log-moment", 28, "its date and time", _moment),
    _field("log-referrer", 29, "the address it came from", _referrer),
    _field("log-browser", 30, "its browser", _browser),
    _field("log-address", 31, "its IP address", _address),
    Check(
        "log-oldest",
        "The oldest whole line and the oldest line of all, in the log's files, are no older than we say.",
        oldest,
        (27,),
        minutes=60,
    ),
    Check(
        "page-counts-aggregate",
        "The tables of page counts hold a day, a name and a count, nothing about anybody; small counts are hidden.",
        counts_hold_nobody,
        (15,),
        minutes=60,
    ),
    Check(
        "counts-reach-staff",
        "The visits that the log shows arrive in the page counts from which we learn what readers value.",
        counts_reach_staff,
        (4, 5, 41),
    ),
]
