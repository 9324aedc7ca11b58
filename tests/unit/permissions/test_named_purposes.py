"""Each published version names its purposes to the gate, however it came to be published."""

import pytest
from sqlalchemy import select

from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.permissions import listeners
from app.permissions import service as gate
from app.permissions.models import VersionPurpose
from app.permissions.purposes import PURPOSES
from app.permissions.service import Permit
from app.permissions.subjects import Subject
from app.policy import live_values, news
from app.policy import service as policy

KIM = Subject(7, "kim@example.com")
pytestmark = pytest.mark.usefixtures("app")


def published(act: Act) -> None:
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))


def test_a_published_version_names_every_purpose_of_the_table(act: Act) -> None:
    published(act)
    rows = db.session.scalars(select(VersionPurpose.purpose).where(VersionPurpose.policy_version == 1))
    assert set(rows) == set(PURPOSES)


def test_without_hearing_of_the_publication_everything_would_be_unpromised(act: Act) -> None:
    news.posted.disconnect(listeners.on_posted)
    try:
        published(act)
    finally:
        listeners.listen()
    gate.collected(act, KIM)
    refused = gate.ask(act, KIM, "account", "email")
    assert not isinstance(refused, Permit)
    assert refused.reason == "not-promised"


def test_after_the_publication_data_may_serve_what_the_version_names(act: Act) -> None:
    published(act)
    gate.collected(act, KIM)
    assert isinstance(gate.ask(act, KIM, "account", "email"), Permit)
