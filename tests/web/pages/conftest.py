"""A visitor at a shop that has opened: its price tables are loaded and its policy is published."""

from datetime import timedelta

import pytest
from flask import Flask

from app.catalogue import service as catalogue
from app.foundation import work
from app.foundation.acts import Act
from app.policy import live_values
from app.policy import service as policy
from tests.pages import Browser


@pytest.fixture
def visitor(app: Flask, act: Act) -> Browser:
    """Somebody without an account and without cookies."""
    work.unit(lambda: catalogue.load_tables(act, act.at - timedelta(minutes=1)))
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
    return Browser(app)
