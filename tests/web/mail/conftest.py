"""A shop with its policy in force: mail is queued and stopped under a version."""

import pytest
from flask import Flask

from app.foundation.acts import Act
from tests.rules.people import open_the_shop


@pytest.fixture(autouse=True)
def open_shop(app: Flask, act: Act) -> None:
    open_the_shop(act)
