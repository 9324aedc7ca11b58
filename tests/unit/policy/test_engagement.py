"""How far a version reached each person: told once, counted for staff, and read from what pages left behind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.foundation import clock
from app.foundation.database import db
from app.policy import news, service, views
from app.policy.service import engagement
from app.policy.views import VersionLine
from tests.people import new_account
from tests.policies import an_act

EVERYBODY = {"notified": 0, "shown": 0, "viewed": 0, "agreed": 0}


@pytest.fixture
def kim(first: VersionLine) -> int:
    """The person behind an account that was opened under version 1."""
    new_account("kim", "Kim Lane")
    return 1


def test_registering_agrees_to_the_version_in_force(first: VersionLine, kim: int) -> None:
    assert views.engagement_counts(first.id) == EVERYBODY | {"agreed": 1}
    assert views.reach(kim).agreed == 1


def test_each_stage_is_noted_once_and_sent_upward_once(first: VersionLine, kim: int) -> None:
    heard: list[tuple[int, int, str]] = []

    def hear(_act: object, *, person_id: int, version: VersionLine, stage: str) -> None:
        heard.append((person_id, version.no, stage))

    with news.engaged.connected_to(hear):
        assert service.engaged(an_act(), kim, 1, "notified", "mail")
        assert not service.engaged(an_act(), kim, 1, "notified", "mail")
    assert heard == [(kim, 1, "notified")]
    entries = select(AuditEntry.payload).where(AuditEntry.kind == "policy.engaged").order_by(AuditEntry.id.desc())
    assert db.session.scalars(entries).first() == {"number": 1, "stage": "notified"}


def test_nobody_is_told_of_a_version_that_is_not_posted(kim: int) -> None:
    assert not service.engaged(an_act(), kim, 9, "notified", "mail")


def test_there_are_four_stages_and_no_other(kim: int) -> None:
    with pytest.raises(ValueError, match="no stage"):
        service.engaged(an_act(), kim, 1, "impressed")


def test_facts_of_reading_are_noted_at_the_moment_of_reading(first: VersionLine, kim: int) -> None:
    then = clock.now() - timedelta(minutes=3)
    fact = {"kind": engagement.VIEWED, "at": then.isoformat(), "person": kim, "number": 1}
    engagement.fold_viewed(an_act(), [fact, fact])
    engagement.fold_shown(an_act(), [fact])
    assert views.engagement_counts(first.id) == EVERYBODY | {"agreed": 1, "viewed": 1, "shown": 1}
    at = db.session.scalars(select(AuditEntry.at).where(AuditEntry.kind == "policy.engaged")).all()
    assert at.count(then) == 2
