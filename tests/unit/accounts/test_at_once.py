"""What may be done once is done once, also by two at the same moment; what ends, ends what was half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import InstrumentedAttribute

from app.accounts.factor_models import PendingSignIn
from app.accounts.models import Account, StaffRole
from app.accounts.service import email_changing, mailed_codes, registration, security, sign_in, staff_invitations
from app.accounts.service.factors import authenticator, recovery, second
from app.accounts.service.mailed_codes import Asked
from app.accounts.service.profile import own
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import WebSession
from app.foundation import clock, codes, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.people import identifiers
from tests.factors import with_app
from tests.people import PASSWORD, WEAK, app_code, code_for, new_account, person

NEW = identifiers.email("new@example.net")
ANOTHER = "seven owls under the bridge"
Verb = Callable[[int], object]


def browser(number: int) -> Visit:
    return Visit(codes.digest(f"browser {number}"), f"203.0.{number}.0/24", "Firefox")


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


@pytest.fixture
def passer_by(app: Flask) -> Act:
    return Act(Actor("visitor"), clock.now(), 1)


def done_at_once(app: Flask, verb: Verb, times: int = 4) -> int:
    """How many of several workers are not refused that do the same at one moment, each in a transaction of its own."""
    db.session.close()

    def run(number: int) -> bool:
        with app.app_context():
            try:
                work.unit(lambda: _must(verb(number)))
            except Refusal:
                return False
            finally:
                db.session.close()
            return True

    with ThreadPoolExecutor(times) as pool:
        return sum(pool.map(run, range(times)))


def _must(found: object) -> None:
    if found is False:
        raise Refusal("It was not taken.")


def by_mailed_code(act: Act, account_id: int) -> Verb:
    email = identifiers.email("alex.kim@example.com")
    work.unit(lambda: sign_in.mail_code(act, browser(0), email))
    code = code_for(email.address, "sign-in")
    return lambda _number: sign_in.by_code(act, browser(0), code, remember=False)


def by_recovery_code(act: Act, account_id: int) -> Verb:
    _phone, plain = with_app(act, account_id)
    return lambda _number: recovery.use(act, account_id, plain[0])


def by_app(act: Act, account_id: int) -> Verb:
    with_app(act, account_id)
    code = app_code(account_id)
    return lambda _number: authenticator.use(act, account_id, code)


def by_invitation(act: Act, account_id: int) -> Verb:
    tokens: list[str] = []
    work.unit(lambda: tokens.append(staff_invitations.invite(act, "shipping")))

    def accept(number: int) -> object:
        new = person(f"clerk{number}", f"Casey Clerk {number}", None)
        return staff_invitations.accept(act, browser(number), tokens[0], new, password=PASSWORD, hasher=WEAK)

    return accept


def by_registration(act: Act, account_id: int) -> Verb:
    work.unit(lambda: registration.begin(act, browser(0), NEW))
    work.unit(lambda: registration.confirm(act, browser(0), code_for(NEW.address, "register")))
    return lambda number: registration.finish(act, browser(0), person(f"new{number}", "Nell New"), PASSWORD, WEAK)


def by_change_of_email(act: Act, account_id: int) -> Verb:
    ids = [account_id, *(new_account(f"kim{number}", "Kim Vale") for number in range(1, 4))]
    for number, one in enumerate(ids):
        asked = Asked("email", NEW, account_id=one, template="accounts/email_code")
        work.unit(lambda asked=asked, number=number: mailed_codes.send(act, browser(number), asked))  # type: ignore[misc]  # bound at once
    found = [digits for about, digits in mailed_codes.newest_open(NEW.key, None) if about == "email"][::-1]
    db.session.rollback()
    return lambda number: email_changing.confirm(act, browser(number), ids[number], found[number], "For your account.")


ONCE: dict[str, tuple[Callable[[Act, int], Verb], InstrumentedAttribute[int], int]] = {
    "a mailed code": (by_mailed_code, WebSession.id, 1),
    "a recovery code": (by_recovery_code, Account.id, 1),
    "a code of the app": (by_app, Account.id, 1),
    "an invitation of staff": (by_invitation, StaffRole.id, 1),
    "a confirmed address": (by_registration, Account.id, 2),
    "an address that four want": (by_change_of_email, Account.id, 4),
}
"""What is good once: how to use it, and how many rows of what there are afterwards."""


@pytest.mark.parametrize("what", ONCE)
def test_of_several_at_once_one_succeeds(app: Flask, act: Act, alex: int, what: str) -> None:
    prepare, rows, left = ONCE[what]
    assert done_at_once(app, prepare(act, alex)) == 1
    assert db.session.scalar(select(func.count(rows))) == left


def test_a_password_that_is_changed_while_it_is_checked_signs_nobody_in(
    app: Flask, act: Act, alex: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = type(WEAK).verify

    def meanwhile(hasher: object, stored: str | None, typed: str) -> bool:
        monkeypatch.undo()
        with ThreadPoolExecutor(1) as owner:
            owner.submit(changed).result()
        return verify(WEAK, stored, typed)

    def changed() -> None:
        with app.app_context():
            work.unit(lambda: security.change_password(act, alex, 0, ANOTHER, WEAK))

    monkeypatch.setattr(type(WEAK), "verify", meanwhile)
    with pytest.raises(Refusal):
        work.unit(lambda: _entered(act))
    assert db.session.scalar(select(func.count(WebSession.id))) == 0
    assert WEAK.verify(own(alex).password_hash, ANOTHER)


def _entered(act: Act) -> None:
    sign_in.by_password(act, browser(1), "alex.kim", PASSWORD, remember=False, hasher=WEAK)


def test_a_new_password_ends_sign_ins_that_wait_for_their_second_factor(act: Act, alex: int) -> None:
    with_app(act, alex)
    work.unit(lambda: _entered(act))
    assert second.waiting(act, browser(1)) is not None
    security.change_password(act, alex, 0, ANOTHER, WEAK)
    assert second.waiting(act, browser(1)) is None
    assert db.session.scalar(select(func.count()).select_from(PendingSignIn)) == 0


def test_a_code_mailed_to_an_address_that_was_left_since_signs_nobody_in(act: Act, alex: int) -> None:
    before = identifiers.email("alex.kim@example.com")
    sign_in.mail_code(act, browser(1), before)
    email_changing.move(act, own(alex), NEW, "For your account.")
    with pytest.raises(Refusal, match="no longer works"):
        sign_in.by_code(act, browser(1), code_for(before.address, "sign-in"), remember=False)
    sign_in.mail_code(act, browser(2), NEW)
    assert sign_in.by_code(act, browser(2), code_for(NEW.address, "sign-in"), remember=False)
