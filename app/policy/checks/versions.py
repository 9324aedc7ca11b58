"""What the rows of posted versions say: permanent, rightly classed, announced in time."""

import hashlib
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.foundation import clock, rules
from app.foundation.checks import Broken, NotYet, Result, kept
from app.foundation.database import db
from app.foundation.own_site import own_site
from app.policy import bindings, meaning, service
from app.policy.bindings import Keeping
from app.policy.checks.served import PAGE
from app.policy.comparison import compare
from app.policy.service.classes import WIDENS
from app.policy.slots import from_json
from app.policy.views import PublishedVersion, VersionLine
from app.policy.views.texts import text_of

NEWEST = 50
"""So many versions are read at each look."""
TRIES = (
    ("change", "UPDATE policy_version SET body_html = 'another text' WHERE id = :id"),
    ("remove", "DELETE FROM policy_version WHERE id = :id"),
)


def permanent() -> Result:
    lines = service.history()[:NEWEST]
    if not lines:
        raise NotYet("No version is posted yet.")
    for line in lines:
        if hashlib.sha256((text_of(line.no) or "").encode()).hexdigest() != line.sha256:
            raise Broken(f"The text of version {line.no} is not the one that was posted.")
    done = [what for what, statement in TRIES if _goes_through(statement, lines[0].id)]
    if done:
        raise Broken(f"The database let us {' and '.join(done)} version {lines[0].no}. We took that back.")
    told = f"{len(lines)} texts have the SHA-256 of their first day; the database refused to change or remove one."
    return kept(told)


def classed() -> Result:
    pairs = _pairs()
    for before, after in pairs:
        chosen, least = after.line.change_class, least_class(before, after)
        if chosen not in meaning.ORDER or meaning.ORDER.index(chosen) < meaning.ORDER.index(least):
            raise Broken(f"Version {after.no} calls itself “{chosen}”; its words and lists make it “{least}”.")
    if not pairs:
        return kept("There is only one version so far, and it has none before it to be compared with.")
    return kept(f"{len(pairs)} changes were compared with their words and lists: none calls itself less than it is.")


def noticed() -> Result:
    wider = [(before, after) for before, after in _pairs() if after.line.change_class == WIDENS]
    for before, after in wider:
        days = before.slots.get("policy.notice_days", rules.whole("policy.notice-days"))
        given = after.line.effective_at - after.line.published_at
        if not isinstance(days, int) or given < timedelta(days=days):
            raise Broken(f"Version {after.no} gave {given.days} days of notice; {days} were promised.")
    waiting = [after.line for _, after in wider if _waits(after.line)]
    if waiting:
        page = own_site().get(PAGE).text
        if unsaid := [line.no for line in waiting if f"{PAGE}/versions/{line.no}" not in page]:
            raise Broken(f"The page does not announce version {unsaid[0]}, which widens what we may do.")
    if not wider:
        return kept("No version so far has widened what we may do.")
    return kept(f"{len(wider)} versions widened what we may do, each with its notice; {len(waiting)} still wait.")


def least_class(before: PublishedVersion, after: PublishedVersion) -> str:
    """The least class that fits what differs between two posted texts."""
    found = [change.effect for change in meaning.slot_changes(from_json(before.slots), from_json(after.slots))]
    changes = compare(before.clauses, after.clauses)
    old = {clause.anchor: clause for clause in before.clauses}
    if changes.added or changes.removed:
        found.append("clarify")
    for clause in after.clauses:
        bound = bindings.binding_of(clause.anchor)
        kept_by = bound.kind if bound else clause.kind
        if (
            clause.anchor in old
            and kept_by not in {"", Keeping.STANCE}
            and meaning.reworded(old[clause.anchor], clause)
        ):
            found.append("clarify")
    if after.line.new_uses:
        found.append(WIDENS)
    return meaning.gravest(found)


def _pairs() -> list[tuple[PublishedVersion, PublishedVersion]]:
    """Each of the newest versions with the one that it followed, newest first."""
    found = []
    for line in service.history()[:NEWEST]:
        before, after = service.published(line.prev_no), service.published(line.no)
        if before is not None and after is not None:
            found.append((before, after))
    return found


def _waits(line: VersionLine) -> bool:
    return line.state == "scheduled" and line.effective_at > clock.now()


def _goes_through(statement: str, version_id: int) -> bool:
    """Whether the database would do it; the try is taken back in any case."""
    nested = db.session.begin_nested()
    try:
        db.session.execute(text(statement), {"id": version_id})
    except IntegrityError:
        return False
    finally:
        nested.rollback()
    return True
