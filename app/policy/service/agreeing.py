"""Agreeing to the agreement of an area, and taking it back: each is a state of a row with who and when (P12)."""

from sqlalchemy import Select, select, update

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import news, views
from app.policy.models import Engagement, PolicyDoc, PolicyVersion

AGREED = "agreed"
LONGEST_HOW = 40


def agree(act: Act, person_id: int, slug: str, number: int, how: str) -> None:
    """Somebody agrees to the version that they were shown; `how` names the page or the way.

    Raises:
        Missing: there is no such agreement in force.
        Refusal: another version took effect since the page was drawn.
    """
    entry = views.in_force(views.timetable(slug), act.at) if slug != views.PRIVACY else None
    if entry is None:
        raise Missing
    if entry[1] != number:
        raise Refusal(f"Version {entry[1]} took effect meanwhile. Please read it before you agree.")
    version_id = db.session.scalars(_ids(slug).where(PolicyVersion.no == number)).one()
    row = _held(person_id, version_id)
    if row is None:
        row = Engagement(person_id=person_id, version_id=version_id, stage=AGREED, at=act.at, how=how[:LONGEST_HOW])
        db.session.add(row)
    elif row.ended_at is None:
        return  # a second press of the same button
    else:
        row.at, row.how, row.ended_at = act.at, how[:LONGEST_HOW], None
    db.session.flush()
    audit.record(act, "policy.agreement-given", f"person:{person_id}", document=slug, number=number)
    news.engaged.send(act, person_id=person_id, version=views.line_of(version_id), stage=AGREED)


def end_agreement(act: Act, person_id: int, slug: str) -> None:
    """Somebody takes their agreement back: the area is closed to them until they agree again.

    What they gave while it stood stays, under the version that stood then.

    Raises:
        Missing: they have agreed to no version of it, or taken it back already.
    """
    ended = _end(act, person_id, slug)
    if not ended:
        raise Missing
    audit.record(act, "policy.agreement-ended", f"person:{person_id}", document=slug)


def _held(person_id: int, version_id: int) -> Engagement | None:
    query = select(Engagement).where(
        Engagement.person_id == person_id, Engagement.version_id == version_id, Engagement.stage == AGREED
    )
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _end(act: Act, person_id: int, slug: str) -> int:
    """End what the person agreed to of that document; gives how many rows that were."""
    ended = db.session.execute(
        update(Engagement)
        .where(
            Engagement.person_id == person_id,
            Engagement.stage == AGREED,
            Engagement.ended_at.is_(None),
            Engagement.version_id.in_(_ids(slug)),
        )
        .values(ended_at=act.at)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]  # an update's result has a row count


def _ids(slug: str) -> Select[int]:
    return select(PolicyVersion.id).join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id).where(PolicyDoc.slug == slug)
