"""Publishing: an approved text becomes a permanent, numbered version, whole or not at all."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from app.audit import service as audit
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.policy import differences, news, slots, views
from app.policy.models import PolicyClause, PolicyComparison, PolicyVersion
from app.policy.service import drafts, kinds, one_person, scheduling, states, timing
from app.policy.service.assessing import Assessment, assess
from app.policy.service.classes import FIRST
from app.policy.slots import Live

FIRST_TEXT = Path(__file__).parent.parent / "texts" / "privacy-policy.md"
LONGEST_NAME = 200


def publish(
    act: Act,
    token: str,
    live: Live,
    name: str,
    *,
    effective_at: datetime | None = None,
    slug: str = views.PRIVACY,
) -> views.VersionLine:
    """Post the approved text, in force at once or from a later minute on. `live` is as of that minute.

    Raises:
        Stale: it is not the text any more that `token` names.
        Refusal: nobody approved it, something stands in its way since then, or the time is not free.
    """
    scheduling.take_effect(act)
    base, row = states.opened(slug, token, "approved", "in_review")
    if row.state == "in_review":
        one_person.waited(row.id, act.at)
    assessed = assess(slug, live, base=base, at=act.at)
    for obstacle in assessed.obstacles:
        raise Refusal(obstacle.sentence, obstacle.field)
    taken = frozenset(line.effective_at for line in views.history(slug))
    starts = timing.start(row.change_class, base, effective_at, act.at, taken)
    return _post(act, row, assessed, base, starts, name)


def publish_first(
    act: Act, live: Live, author_name: str, reviewer_name: str = "", slug: str = views.PRIVACY
) -> views.VersionLine:
    """Post version 1 from the text that comes with the shop; a shop that has one keeps it."""
    done = views.published(1, slug)
    if done is not None:
        return done.line
    wording = drafts.Wording(FIRST_TEXT.read_text(encoding="utf-8"), FIRST, "The first version.")
    saved = drafts.save(act, views.draft(slug).token, wording, author_name, slug)
    _base, row = states.opened(slug, saved.token, "draft")
    assessed = assess(slug, live, at=act.at)
    for obstacle in assessed.obstacles:
        raise Refusal(obstacle.sentence, obstacle.field)
    if reviewer_name:
        row.reviewer_name = reviewer_name
        states.enter(act, row, "approved", reviewer_name)
    return _post(act, row, assessed, None, act.at, author_name)


def _post(
    act: Act,
    row: PolicyVersion,
    assessed: Assessment,
    base: views.PublishedVersion | None,
    starts: datetime,
    name: str,
) -> views.VersionLine:
    """Everything that a version is for good, then its state: from then on the database takes no change of it."""
    _store_clauses(row, assessed)
    before = base.clauses if base else ()
    db.session.add(PolicyComparison(version_id=row.id, body=differences.compute(before, assessed.rendered.clauses)))
    _freeze(row, assessed)
    row.no, row.prev_id = _next_number(row.doc_id), base.line.id if base else None
    row.effective_at, row.published_at = starts, act.at
    at_once = starts <= act.at
    if at_once:
        scheduling.supersede(act, row.doc_id)
    states.enter(act, row, "published" if at_once else "scheduled", name)
    line = views.line_of(row.id)
    audit.record(
        act,
        "policy.published",
        states.subject(row),
        number=line.no,
        change=line.change_class,
        sha256=line.sha256,
        effective_at=clock.iso(starts),
    )
    news.posted.send(act, version=line)
    if at_once:
        news.took_effect.send(act, version=line)
    return line


def _freeze(row: PolicyVersion, assessed: Assessment) -> None:
    rendered = assessed.rendered
    row.body_html, row.sha256, row.slots = rendered.html, rendered.sha256, slots.to_json(rendered.slots)
    row.guard = {clause.anchor: clause.answer for clause in assessed.guarded}
    row.kinds = dict(assessed.marks)
    names = [name for name in views.writers(row.id).values() if name]
    row.author_name = " and ".join(dict.fromkeys(names))[:LONGEST_NAME] or row.author_name


def _next_number(doc_id: int) -> int:
    """One more than any number given before, to withdrawn versions too."""
    return (db.session.scalar(select(func.max(PolicyVersion.no)).where(PolicyVersion.doc_id == doc_id)) or 0) + 1


def _store_clauses(row: PolicyVersion, assessed: Assessment) -> None:
    """The clauses come first: once their version says "published", the database takes nothing more."""
    slug = assessed.slug
    for position, clause in enumerate(assessed.rendered.clauses):
        db.session.add(
            PolicyClause(
                version_id=row.id,
                position=position,
                anchor=clause.anchor,
                level=clause.level,
                heading=clause.heading,
                heading_html=clause.heading_html,
                html=clause.html,
                text=clause.text,
                sha256=clause.sha256,
                kind=kinds.kind_of(clause, assessed.marks, slug),
            )
        )
    db.session.flush()
