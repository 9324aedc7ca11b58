"""How far each version reached each person: notified by mail, shown on a page, viewed, agreed to."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.facts import Fact
from app.policy import news, views
from app.policy.models import Engagement, PolicyDoc, PolicyVersion

STAGES = ("notified", "shown", "viewed", "agreed")
SHOWN, VIEWED = "policy.shown", "policy.viewed"
"""Facts of reading: a page announced the version to somebody signed in; somebody signed in opened it."""


def engaged(act: Act, person_id: int, number: int, stage: str, how: str = "", slug: str = views.PRIVACY) -> bool:
    """Note that a posted version reached the person in that way.

    False when it was noted before, when the version is not posted, and when nobody is there any more.

    Raises:
        ValueError: there is no such stage.
    """
    if stage not in STAGES:
        raise ValueError(f"There is no stage {stage}.")
    version_id = _id_of(number, slug)
    if version_id is None or _held(person_id, version_id, stage):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Engagement(person_id=person_id, version_id=version_id, stage=stage, at=act.at, how=how))
    except IntegrityError:
        return False  # another process noted the same in this moment, or the person is gone
    audit.record(act, "policy.engaged", f"person:{person_id}", number=number, stage=stage)
    news.engaged.send(act, person_id=person_id, version=views.line_of(version_id), stage=stage)
    return True


def fold_shown(act: Act, facts: list[Fact]) -> None:
    """What pages announced."""
    _fold(act, facts, "shown")


def fold_viewed(act: Act, facts: list[Fact]) -> None:
    """What was opened."""
    _fold(act, facts, "viewed")


def _fold(act: Act, facts: list[Fact], stage: str) -> None:
    for fact in facts:
        then = replace(act, at=datetime.fromisoformat(str(fact["at"])))
        engaged(then, int(fact["person"]), int(fact["number"]), stage, "page")


def _id_of(number: int, slug: str) -> int | None:
    query = (
        select(PolicyVersion.id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(PolicyDoc.slug == slug, PolicyVersion.no == number, PolicyVersion.state.in_(views.LISTED))
    )
    return db.session.scalar(query)


def _held(person_id: int, version_id: int, stage: str) -> bool:
    query = select(Engagement.id).where(
        Engagement.person_id == person_id, Engagement.version_id == version_id, Engagement.stage == stage
    )
    return db.session.scalar(query) is not None
