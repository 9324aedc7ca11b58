"""Between writing and publishing: sent to review, taken back, approved, or rejected. Nobody reviews their own text."""

from sqlalchemy import update

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.policy import views
from app.policy.models import PolicyComment, PolicySaving, PolicyVersion
from app.policy.service import states
from app.policy.service.assessing import assess
from app.policy.service.obstacles import class_of
from app.policy.slots import Live

COPIED = ("doc_id", "prev_id", "body_md", "change_class", "change_note", "author", "author_name", "saved_at", "version")
COPIED_JSON = ("guard", "kinds", "new_uses")


def submit(act: Act, token: str, live: Live, author_name: str, slug: str = views.PRIVACY) -> views.Draft:
    """Send the draft to review; it cannot be changed until somebody takes it back.

    Raises:
        Stale: it was saved or posted since `token` was read.
        Refusal: something misses (see `assess`), beside its field.
    """
    base, row = states.opened(slug, token, "draft")
    assessed = assess(slug, live, base=base, at=act.at)
    for obstacle in assessed.obstacles:
        raise Refusal(obstacle.sentence, obstacle.field)
    row.change_class = class_of(row.change_class, base)
    states.enter(act, row, "in_review", author_name)
    audit.record(act, "policy.submitted", states.subject(row), change=row.change_class, least=assessed.least_class)
    return views.draft(slug)


def take_back(act: Act, token: str, name: str, slug: str = views.PRIVACY) -> views.Draft:
    """Take a text back from review, or from waiting to be published, to change it."""
    _base, row = states.opened(slug, token, "in_review", "approved")
    _back(act, row, name, "")
    return views.draft(slug)


def approve(act: Act, token: str, name: str, note: str = "", slug: str = views.PRIVACY) -> views.Draft:
    """Approve a text that somebody else wrote.

    Raises:
        Stale: it is not the text any more that `token` names.
        Refusal: whoever approves had a hand in it.
    """
    _base, row = states.opened(slug, token, "in_review")
    _somebody_else(act, row)
    row.reviewer, row.reviewer_name = str(act.actor), name
    states.enter(act, row, "approved", name, note.strip())
    audit.record(act, "policy.approved", states.subject(row))
    return views.draft(slug)


def reject(act: Act, token: str, name: str, note: str, slug: str = views.PRIVACY) -> views.Draft:
    """Send a text back with a note. It stays as rejected; a new draft takes over its words, savings and open remarks.

    Raises:
        Stale: it is not the text any more that `token` names.
        Refusal: whoever rejects had a hand in it, or does not say why.
    """
    _base, row = states.opened(slug, token, "in_review")
    _somebody_else(act, row)
    if not note.strip():
        raise Refusal("Please say what should be changed, for the author.", "note")
    states.enter(act, row, "rejected", name, note.strip())
    audit.record(act, "policy.rejected", states.subject(row))
    _begin_again(act, row)
    return views.draft(slug)


def reopen(act: Act, slug: str, base: views.PublishedVersion | None, note: str) -> None:
    """The version that the open text follows is another now: whoever reviewed it read other differences."""
    row = views.draft_row(slug)
    if row is None:
        return
    row.prev_id = base.line.id if base else None
    row.version += 1
    if row.state != "draft":
        _back(act, row, "", note)
    db.session.flush()


def _back(act: Act, row: PolicyVersion, name: str, note: str) -> None:
    row.reviewer = row.reviewer_name = ""
    states.enter(act, row, "draft", name, note)
    audit.record(act, "policy.taken-back", states.subject(row))


def _somebody_else(act: Act, row: PolicyVersion) -> None:
    """Whoever saved any part of it, or sent it on, is no second person."""
    hands = {row.author, *views.writers(row.id)}
    hands |= {event.actor for event in views.events(row.id) if event.state == "in_review"}
    if str(act.actor) in hands:
        raise Refusal("You had a hand in this text. Somebody who wrote nothing of it must read it.")


def _begin_again(act: Act, rejected: PolicyVersion) -> None:
    row = PolicyVersion(**{name: getattr(rejected, name) for name in COPIED})
    for name in COPIED_JSON:
        setattr(row, name, getattr(rejected, name).copy())
    db.session.add(row)
    states.enter(act, row, "draft", "")
    db.session.execute(update(PolicySaving).where(PolicySaving.version_id == rejected.id).values(version_id=row.id))
    unsettled = (PolicyComment.version_id == rejected.id, PolicyComment.settled_at.is_(None))
    db.session.execute(update(PolicyComment).where(*unsettled).values(version_id=row.id))
