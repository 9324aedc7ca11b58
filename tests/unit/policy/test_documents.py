"""Other documents: the agreement of an area goes the same way as the privacy policy, and touches nothing of it."""

import pytest
from sqlalchemy import func, select

from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.permissions.models import VersionPurpose
from app.policy import service, timetable, views
from app.policy.service import Wording
from app.policy.views import VersionLine
from tests.policies import AUTHOR, Change, an_act, posted

SLUG, TEXT = "ordering", "## Prices {#prices}\n\nYou keep our prices to yourself.\n"
AGREEMENT = Change(lambda _text: TEXT, kind="", slug=SLUG)


@pytest.fixture(autouse=True)
def version_1(first: VersionLine) -> VersionLine:
    service.open_document(an_act(), SLUG, "The ordering agreement")
    return first


def test_an_opened_document_is_listed_after_the_policy() -> None:
    [policy, agreement] = service.documents()
    assert (policy.slug, policy.posted, policy.open_state) == ("privacy-policy", 1, "")
    assert (agreement.slug, agreement.title, agreement.posted) == (SLUG, "The ordering agreement", 0)
    service.save(an_act(), service.draft(SLUG).token, Wording(TEXT), AUTHOR, SLUG)
    assert service.documents()[1].open_state == "draft"
    assert service.title_of(SLUG) == "The ordering agreement"


def test_its_first_version_is_written_and_reviewed_like_any_other() -> None:
    line = posted(AGREEMENT)
    assert (line.no, line.slug, line.change_class, line.reviewer_name) == (1, SLUG, "first", "Reed Moore")
    again = posted(Change(lambda text: text.replace("keep", "must keep"), slug=SLUG))
    assert [(one.no, one.slug) for one in service.history(SLUG)] == [(2, SLUG), (1, SLUG)]
    assert again.prev_no == 1


def test_it_leaves_the_privacy_policy_as_it_is() -> None:
    before = service.history(), timetable.times(), named()
    posted(AGREEMENT)
    assert (service.history(), timetable.times(), named()) == before
    assert service.version_in_force(slug=SLUG) == 1
    assert views.timetable(SLUG) != views.timetable()


def named() -> int:
    """How many purposes the gate holds to be named."""
    return db.session.scalar(select(func.count()).select_from(VersionPurpose)) or 0


@pytest.mark.parametrize(
    ("slug", "title", "field"),
    [
        ("no-such-area", "A", "slug"),
        ("privacy-policy", "A", "slug"),
        (SLUG, "Twice", "slug"),
        (SLUG, " ", "title"),
        (SLUG, "x" * 121, "title"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_beside_its_field(slug: str, title: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        service.open_document(an_act(), slug, title)
    assert refused.value.field == field


def test_a_document_that_nobody_opened_cannot_be_written() -> None:
    with pytest.raises(Missing):
        service.save(an_act(), "0.0", Wording(TEXT), AUTHOR, "no-such-document")
    with pytest.raises(Missing):
        service.title_of("no-such-document")
