"""What lasts and what does not: a password is good until its owner wants another, a mailed code for minutes."""

from datetime import timedelta

import pytest

from app.foundation import clock
from tests.people import SignedIn, code_for

YEARS = 20


def test_a_password_never_runs_out(customer: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    customer.get("/account").form("/sign-out").submit()
    later = clock.now() + timedelta(days=365 * YEARS)
    monkeypatch.setattr(clock, "now", lambda: later)
    customer.sign_in()
    page = customer.get("/account")
    assert page.status == 200
    assert page.path == "/account", "nobody is led to a form for a new one"


@pytest.mark.parametrize(("minutes", "status"), [(10, 303), (11, 422)])
def test_a_mailed_code_signs_in_for_ten_minutes(
    customer: SignedIn, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    customer.get("/account").form("/sign-out").submit()
    asked = clock.now()
    monkeypatch.setattr(clock, "now", lambda: asked)
    page = customer.get("/sign-in/code").form("/sign-in/code").submit(email="alex.kim@example.com").follow()
    assert "work for 10 minutes" in page.main
    code = code_for("alex.kim@example.com", "sign-in")
    monkeypatch.setattr(clock, "now", lambda: asked + timedelta(minutes=minutes))
    assert page.form("/sign-in/code/typed").submit(code=code).status == status
