"""Fixtures of the tests of erasing: a customer with everything, and a key store that the next test can use."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.foundation import jobs, keys
from app.foundation.acts import Act
from app.foundation.envelopes import ENVELOPE
from tests.ordering import open_shop
from tests.unit.rights.erased import busy, somebody


@pytest.fixture(autouse=True)
def keys_for_the_next_test(app: Flask) -> Iterator[None]:
    """A destroyed key stays destroyed for good, but in the next test the same number is somebody else."""
    yield
    destroyed = ENVELOPE.c.destroyed_at.is_not(None)
    with keys.store()._envelopes.answering() as engine, engine.begin() as connection:
        connection.execute(ENVELOPE.delete().where(destroyed))
    keys.store().close()


@pytest.fixture
def quillon(app: Flask, act: Act) -> int:
    """A customer who ordered, was delivered to, and wrote to us; gives the account."""
    open_shop()
    account_id = somebody()
    busy(act, account_id)
    jobs.run_now("send-mail")
    return account_id
