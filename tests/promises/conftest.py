"""Each promise test runs twice: as the shop is, and with the promise's keeper disabled, where it must turn red."""

import pytest
from flask import Flask

from app.foundation import work
from app.foundation.acts import Act
from app.policy import live_values
from app.policy import service as policy
from tests.ordering import open_shop
from tests.promises.breaches import BREACHES


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every marked test a second life for each promise that it proves."""
    numbers = [number for mark in metafunc.definition.iter_markers("promise") for number in mark.args]
    if not numbers:
        return
    broken = [
        pytest.param(
            number,
            id=f"{number} with its keeper disabled",
            marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=f"the keeper of {number} is disabled"),
        )
        for number in numbers
    ]
    metafunc.parametrize("breach", [pytest.param("", id="kept"), *broken], indirect=True)


@pytest.fixture(autouse=True)
def breach(request: pytest.FixtureRequest, app: Flask, opened: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Disable the keeper of the promise that the parameter names."""
    number: str = getattr(request, "param", "")
    if number:
        BREACHES[number](app, monkeypatch)
    return number


@pytest.fixture
def opened(app: Flask, act: Act) -> None:
    """A shop with its tables and policy version 1, before its first visitor."""
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))
