"""The verbs of signing in where many come at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.service import devices, email_changing, mailed_codes, sign_in, sweeping, throttling
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.profile import own
from app.accounts.service.throttling import TooManyTries
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import Device, MailedCode, RememberToken, SignInAttempt, WebSession
from app.foundation import codes, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.mail.models import OutboxMail
from app.people import identifiers
from tests.people import PASSWORD, WEAK, code_for, new_account

HERE = Visit(codes.digest("a browser"), "203.0.113.0/24", "Firefox")
NEW = identifiers.email("new@example.net")


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


def at_once(app: Flask, verb: Callable[[], object], times: int) -> list[object]:
    """What each of several workers gets that run the verb at the same moment: its value or its exception."""
    db.session.close()

    def run(_number: int) -> object:
        with app.app_context():
            try:
                return verb()
            except Refusal as refusal:
                return refusal
            finally:
                db.session.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_tries_at_the_same_moment_cannot_all_slip_past_the_throttle(app: Flask, act: Act) -> None:
    results = at_once(app, lambda: throttling.claim(act, "account", "alex"), 12)
    assert len([result for result in results if result is None]) == 4
    assert all(isinstance(result, TooManyTries) for result in results if result is not None)


def test_codes_guessed_at_the_same_moment_are_counted_one_by_one(app: Flask, act: Act) -> None:
    work.unit(lambda: mailed_codes.send(act, HERE, Asked("register", NEW, template="accounts/registration_code")))
    wrong = f"{(int(code_for('new@example.net', 'register')) + 1) % 1_000_000:06}"
    at_once(app, lambda: mailed_codes.check(act, HERE, "register", wrong), 12)
    assert db.session.scalars(select(MailedCode.tries)).one() == 5
    with pytest.raises(Refusal, match="new one"):
        mailed_codes.check(act, HERE, "register", code_for("new@example.net", "register"))


def test_a_code_is_taken_once(app: Flask, act: Act) -> None:
    work.unit(lambda: mailed_codes.send(act, HERE, Asked("register", NEW, template="accounts/registration_code")))
    code = code_for("new@example.net", "register")
    assert mailed_codes.check(act, HERE, "register", code).email == "new@example.net"
    with pytest.raises(Refusal):
        mailed_codes.check(act, HERE, "register", code)


def test_a_new_code_ends_the_one_before(app: Flask, act: Act) -> None:
    for _ in range(2):
        mailed_codes.send(act, HERE, Asked("register", NEW, template="accounts/registration_code"))
    done = db.session.scalars(select(MailedCode.done_at.is_not(None)).order_by(MailedCode.id)).all()
    assert list(done) == [True, False]


def test_forgiving_a_network_takes_back_one_try(app: Flask, act: Act) -> None:
    for _ in range(3):
        throttling.claim(act, "network", "here")
    throttling.forgive("network", "here")
    assert db.session.scalars(select(SignInAttempt.failures)).one() == 2


def test_signing_in_by_password_rotates_nothing_unless_asked(app: Flask, act: Act, alex: int) -> None:
    plain = sign_in.by_password(act, HERE, "alex.kim", PASSWORD, remember=False, hasher=WEAK)
    assert plain.remember_token is None
    asked = sign_in.by_password(act, HERE, "alex.kim", PASSWORD, remember=True, hasher=WEAK)
    assert asked.remember_token is not None
    assert db.session.scalar(select(func.count(RememberToken.token_sha256))) == 1


def test_signing_in_again_on_the_same_browser_keeps_its_device(app: Flask, act: Act, alex: int) -> None:
    first = devices.sign_in(act, alex, HERE)
    again = devices.sign_in(act, alex, Visit(codes.digest(first.session_token), HERE.network, HERE.browser))
    assert again.device_id == first.device_id
    assert again.session_token != first.session_token
    assert db.session.scalar(select(func.count(WebSession.id))) == 1


def test_another_account_on_the_same_browser_ends_the_first_one_s_device(app: Flask, act: Act, alex: int) -> None:
    robin = new_account("robin", "Robin Vale")
    first = devices.sign_in(act, alex, HERE)
    second = devices.sign_in(act, robin, Visit(codes.digest(first.session_token), HERE.network, HERE.browser))
    ended = db.session.scalars(select(Device.ended_by).order_by(Device.id)).all()
    assert (first.device_id != second.device_id, list(ended)) == (True, ["another-account", ""])


def test_an_unknown_token_signs_nobody_in(app: Flask, act: Act) -> None:
    assert devices.exchange(act, codes.random_token(256)) is None


def test_a_confirmed_address_that_somebody_took_meanwhile_is_not_told(app: Flask, act: Act, alex: int) -> None:
    email_changing.begin(act, HERE, alex, NEW)
    code = code_for("new@example.net", "email")
    db.session.commit()
    robin = new_account("robin", "Robin Vale")
    hers = own(robin)
    hers.email, hers.email_key = NEW.address, NEW.key
    db.session.commit()
    with pytest.raises(Refusal, match="Please ask for a new one") as refusal:
        email_changing.confirm(act, HERE, alex, code, "")
    assert refusal.value.field == "code"


def test_an_email_change_code_of_one_account_does_not_change_another(app: Flask, act: Act, alex: int) -> None:
    robin = new_account("robin", "Robin Vale")
    email_changing.begin(act, HERE, alex, NEW)
    with pytest.raises(Refusal):
        email_changing.confirm(act, HERE, robin, code_for("new@example.net", "email"), "")


def test_a_visitor_s_own_session_row_goes_at_sign_out(app: Flask, act: Act) -> None:
    devices.keep_messages(act, codes.digest("token"), [["info", "hello", "/", act.at.isoformat()]])
    sign_in.sign_out(act, "token")
    sign_in.sign_out(act, "another")
    assert db.session.scalar(select(func.count(WebSession.id))) == 0


def test_the_sweep_removes_what_is_old_and_nothing_else(app: Flask, act: Act, alex: int) -> None:
    devices.sign_in(act, alex, HERE, remember=True)
    mailed_codes.send(act, HERE, Asked("register", NEW, template="accounts/registration_code"))
    throttling.claim(act, "account", "alex")
    counts = [func.count(table.id) for table in (WebSession, MailedCode, Device)] + [func.count(SignInAttempt.key)]

    def left() -> list[int]:
        return [int(db.session.scalar(select(count)) or 0) for count in counts]

    sweeping.sweep(act)
    assert left() == [1, 1, 1, 1]
    sweeping.sweep(Act(act.actor, act.at + timedelta(days=2)))
    assert left() == [1, 0, 1, 0]
    sweeping.sweep(Act(act.actor, act.at + timedelta(days=91)))
    assert left() == [0, 0, 0, 0]
    assert db.session.scalar(select(func.count(RememberToken.token_sha256))) == 0


def test_the_hourly_limits_hold_for_an_address_from_many_networks(app: Flask, act: Act) -> None:
    for number in range(25):
        visit = Visit(codes.digest(str(number)), f"203.0.{number}.0/24", "Firefox")
        mailed_codes.send(act, visit, Asked("register", NEW, template="accounts/registration_code"))
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 20
