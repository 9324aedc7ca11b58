"""The states of a version: each step is written down with who and when, in the row, the events and the record."""

from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.policy import views
from app.policy.models import PolicyEvent, PolicyVersion
from app.policy.service import opening

STANDS = {
    "draft": "This text has not been sent to review yet.",
    "in_review": "This text waits for its reviewer.",
    "approved": "This text is approved and waits to be published.",
}


def opened(slug: str, token: str, *states: str) -> tuple[views.PublishedVersion | None, PolicyVersion]:
    """The version that the open one follows, and the open one, under the document's lock.

    Raises:
        Stale: it was saved, posted or thrown away since `token` was read.
        Refusal: it is in another state.
    """
    opening.locked(slug)
    base, row = views.newest(slug), views.draft_row(slug)
    if row is None or token != views.token_of(base, row):
        raise Stale(dict(views.values_of(views.draft(slug))))
    if row.state not in states:
        raise Refusal(STANDS[row.state])
    return base, row


def enter(act: Act, row: PolicyVersion, state: str, name: str, note: str = "") -> None:
    """Put a version into a state and write down who did it; the caller records the audit entry."""
    row.state = state
    db.session.flush()
    db.session.add(
        PolicyEvent(version_id=row.id, state=state, at=act.at, actor=str(act.actor), actor_name=name, note=note)
    )
    db.session.flush()


def subject(row: PolicyVersion) -> str:
    """How the record calls a version."""
    return f"policy-version:{row.id}"
