"""Remarks about single clauses of a text in work: from the reviewer to the author and back, until they are settled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import views
from app.policy.models import OPEN, PolicyComment, PolicyDoc, PolicyEvent, PolicyVersion

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark; `anchor` is empty where it is about the text as a whole."""

    id: int
    anchor: str
    text: str
    at: datetime
    actor_name: str
    settled_at: datetime | None

    @property
    def settled(self) -> bool:
        return self.settled_at is not None


def remark(act: Act, anchor: str, text: str, name: str, slug: str = views.PRIVACY) -> int:
    """Write a remark about a clause of the open version; gives its id.

    Raises:
        Missing: nobody works on the document.
        Refusal: nothing was said.
    """
    row = views.draft_row(slug)
    if row is None:
        raise Missing
    if not text.strip():
        raise Refusal("Please write what you want to say about the clause.", "text")
    made = PolicyComment(
        version_id=row.id,
        anchor=anchor,
        text=text.strip(),
        at=act.at,
        actor=str(act.actor),
        actor_name=name,
        settled_by="",
    )
    db.session.add(made)
    db.session.flush()
    audit.record(act, "policy.remarked", f"policy-version:{row.id}")
    return made.id


def settle(act: Act, remark_id: int, slug: str = views.PRIVACY) -> None:
    """Say that a remark is settled; a second time changes nothing.

    Raises:
        Missing: there is no such remark about the text in work.
    """
    row = db.session.scalar(_standing(slug).where(PolicyComment.id == remark_id))
    if row is None:
        raise Missing
    if row.settled_at is None:
        row.settled_at, row.settled_by = act.at, str(act.actor)
        db.session.flush()
        audit.record(act, "policy.remark-settled", f"policy-version:{row.version_id}")


def remarks(slug: str = views.PRIVACY) -> tuple[Remark, ...]:
    """What was remarked on the text in work, and on tries of it that were sent back; oldest first."""
    columns = [getattr(PolicyComment, name) for name in Remark.__dataclass_fields__]
    rows = db.session.execute(_standing(slug).with_only_columns(*columns).order_by(PolicyComment.id))
    return tuple(Remark(*row) for row in rows)


def sent_back(slug: str = views.PRIVACY) -> views.Event | None:
    """With which words the text in work was sent back last; None where nobody did since a version was posted."""
    columns = (PolicyEvent.state, PolicyEvent.at, PolicyEvent.actor, PolicyEvent.actor_name, PolicyEvent.note)
    row = db.session.execute(
        select(*columns)
        .join(PolicyVersion, PolicyVersion.id == PolicyEvent.version_id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(
            PolicyDoc.slug == slug,
            PolicyEvent.state == "rejected",
            PolicyVersion.id > _newest_posted(slug),
        )
        .order_by(PolicyEvent.id.desc())
        .limit(1)
    ).first()
    return views.Event(*row) if row is not None else None


def _standing(slug: str) -> Select[PolicyComment]:
    """The remarks on the open version, and on those rejected since a version was posted last."""
    return (
        select(PolicyComment)
        .join(PolicyVersion, PolicyVersion.id == PolicyComment.version_id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(
            PolicyDoc.slug == slug,
            PolicyVersion.state.in_((*OPEN, "rejected")),
            PolicyVersion.id > _newest_posted(slug),
        )
    )


def _newest_posted(slug: str) -> ColumnElement[int]:
    """The id of the version posted last, 0 before the first."""
    posted = (
        select(func.max(PolicyVersion.id))
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.state.in_(views.POSTED))
    )
    return func.coalesce(posted.scalar_subquery(), 0)
