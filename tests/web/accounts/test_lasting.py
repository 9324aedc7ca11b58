"""What lasts: a password is good until its owner wants another."""

from datetime import timedelta

import pytest

from app.foundation import clock
from tests.people import SignedIn

YEARS = 20


def test_a_password_never_runs_out(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    customer.get("/account").form("/sign-out").submit()
    later = clock.now() + timedelta(days=365 * YEARS)
    monkeypatch.setattr(clock, "now", lambda: later)
    customer.sign_in()
    page = customer.get("/account")
    assert page.status == 200
    assert page.path == "/account", "nobody is led to a form for a new one"
