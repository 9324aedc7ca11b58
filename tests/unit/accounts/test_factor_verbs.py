"""The verbs of second factors: what rests in the database, and what happens where many come at once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.accounts import relying, totp
from app.accounts.factor_models import Passkey, PendingSignIn, RecoveryCode, SpentChallenge, TotpFactor
from app.accounts.relying import Asking
from app.accounts.service import account_card, create_staff, devices, sweeping
from app.accounts.service.factors import authenticator, ending, held, proving, recovery, second
from app.accounts.service.factors.second import Waiting
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import Device
from app.foundation import codes, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.mail.models import OutboxMail
from app.rights.service import erasing
from app.rights.service.gathering import gather
from app.rights.service.knowing import keys_of
from tests.factors import Phone, with_app
from tests.people import PASSWORD, WEAK, act_under_version_1, new_account, person

HERE = Visit(codes.digest("a browser"), "203.0.113.0/24", "Firefox")
NOON = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HERE_AND_NOW = int(NOON.timestamp()) // totp.SECONDS


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


def at_step(away: int) -> str:
    return str(pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=away * totp.SECONDS)))


@pytest.mark.parametrize(("away", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_s_clock_may_be_one_step_off(away: int, good: bool) -> None:
    assert totp.step_of(SECRET, at_step(away), NOON, 0) == (HERE_AND_NOW + away if good else None)


def test_a_step_that_was_used_and_those_before_it_are_over() -> None:
    assert totp.step_of(SECRET, at_step(0), NOON, HERE_AND_NOW) is None
    assert totp.step_of(SECRET, at_step(-1), NOON, HERE_AND_NOW) is None
    assert totp.step_of(SECRET, at_step(1), NOON, HERE_AND_NOW) == HERE_AND_NOW + 1


def test_what_is_no_code_is_not_taken() -> None:
    assert [totp.step_of(SECRET, typed, NOON, 0) for typed in ("", "12345", "１２３４５６", "a" * 1000)] == [None] * 4


def test_a_copy_of_the_database_gives_no_code_that_works(app: Flask, act: Act, alex: int) -> None:
    phone, shown = with_app(act, alex)
    devices.sign_in(act, alex, HERE)
    db.session.commit()
    dump = "\n".join(
        str(row)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(text(f"SELECT * FROM {table.name}"))
    )
    assert "totp_factor.secret" not in dump
    assert str(db.session.scalar(text("SELECT secret FROM totp_factor"))).startswith("v1.person:")
    assert phone.secret not in dump
    for code in shown:
        assert code not in dump
        assert code.replace("-", "") not in dump
        assert codes.digest(code.replace("-", "")) not in dump


def test_recovery_codes_of_one_account_do_nothing_for_another(app: Flask, act: Act, alex: int) -> None:
    _, shown = with_app(act, alex)
    robin = new_account("robin", "Robin Vale")
    with_app(act, robin)
    assert not recovery.use(act, robin, shown[0])
    assert recovery.use(act, alex, shown[0])


def test_an_app_that_was_never_confirmed_is_not_asked_for(app: Flask, act: Act, alex: int) -> None:
    authenticator.begin(act, alex)
    phone = Phone(str(authenticator.waiting_secret(alex)))
    assert not held.of(alex).any
    assert not authenticator.use(act, alex, phone.code())
    assert isinstance(second.first_done(act, alex, HERE), devices.SignedIn)


def test_beginning_again_makes_another_secret(app: Flask, act: Act, alex: int) -> None:
    authenticator.begin(act, alex)
    first = authenticator.waiting_secret(alex)
    authenticator.begin(act, alex)
    assert authenticator.waiting_secret(alex) not in {first, None}


def test_a_newer_password_takes_the_place_of_what_waited(app: Flask, act: Act, alex: int) -> None:
    with_app(act, alex)
    for remember in (True, False):
        assert second.first_done(act, alex, HERE, remember=remember) == Waiting(alex, remember)
    assert db.session.scalar(select(func.count(PendingSignIn.id))) == 1


def test_a_digit_code_never_counts_as_a_recovery_code_and_is_refused_where_the_app_is_ended(
    app: Flask, act: Act, alex: int
) -> None:
    phone, shown = with_app(act, alex)
    with pytest.raises(Refusal, match="does not fit"):
        ending.app_by_code(act, alex, phone.code())
    ending.app_by_code(act, alex, shown[0])
    assert not held.of(alex).any
    with pytest.raises(Refusal):
        proving.by_code(act, alex, shown[1])


def test_ending_what_is_not_there(app: Flask, act: Act, alex: int) -> None:
    _, shown = with_app(act, alex)
    with pytest.raises(Missing):
        ending.passkey_by_code(act, alex, 99, shown[0])


def test_a_question_is_known_again_only_as_it_was_asked(app: Flask, act: Act) -> None:
    asking = Asking("alone", HERE.session_sha256)
    asked = relying.question(asking, act.at)
    later = act.at + timedelta(minutes=4)
    assert relying.is_ours(asked, asking, later)
    assert not relying.is_ours(asked, Asking("end", HERE.session_sha256), later)
    assert not relying.is_ours(asked, Asking("alone", codes.digest("another")), later)
    assert not relying.is_ours(asked, asking, act.at + timedelta(minutes=6))
    assert not relying.is_ours(asked[:-1] + bytes([asked[-1] ^ 1]), asking, later)
    assert not relying.is_ours(b"", asking, later)


def test_old_waits_and_answered_questions_are_swept(app: Flask, act: Act, alex: int) -> None:
    with_app(act, alex)
    second.first_done(act, alex, HERE)
    db.session.add(SpentChallenge(challenge_sha256="0" * 64, spent_at=act.at))
    db.session.flush()
    counts = (select(func.count(PendingSignIn.id)), select(func.count(SpentChallenge.challenge_sha256)))
    sweeping.sweep(act)
    assert [db.session.scalar(count) for count in counts] == [1, 1]
    sweeping.sweep(Act(act.actor, act.at + timedelta(days=8)))
    assert [db.session.scalar(count) for count in counts] == [0, 0]
    assert held.of(alex).any


def with_passkey(act: Act, account_id: int, name: str) -> None:
    """A passkey's row, whose key nobody has."""
    columns = {"credential": "AAAA", "public_key": "AAAA", "sign_count": 0, "transports": "", "added_at": act.at}
    db.session.add(Passkey(account_id=account_id, credential_sha256=codes.digest(name), name=name, **columns))
    db.session.flush()


def test_what_we_hold_names_the_factors_with_their_dates_and_tells_no_secret(app: Flask, act: Act, alex: int) -> None:
    phone, _ = with_app(act, alex)
    with_passkey(act, alex, "blue key")
    db.session.commit()
    holdings = gather(keys_of(account_card(alex).person_id))
    groups = {group.name: group for group in holdings.groups if group.records}
    told = {item.column: item.text for record in groups["passkey"].records for item in record.items}
    assert told["passkey.name"] == "blue key"
    assert told["passkey.added_at"]
    assert {"totp_factor", "recovery_code"} <= set(groups)
    assert phone.secret not in str(holdings)


def test_with_the_person_the_factors_go(app: Flask, act: Act, alex: int) -> None:
    with_app(act, alex)
    with_passkey(act, alex, "blue key")
    second.first_done(act, alex, HERE)
    db.session.commit()
    erasing.erase(act, keys_of(account_card(alex).person_id))
    for column in (TotpFactor.id, Passkey.id, RecoveryCode.id, PendingSignIn.id):
        assert db.session.scalar(select(func.count(column))) == 0


@pytest.fixture
def helpers(app: Flask) -> list[int]:
    """Two members of staff who answer cases, and one of prepress."""
    act, made = act_under_version_1(), list[int]()
    for user_id, role in (("sue", "service"), ("olly", "privacy-officer"), ("penny", "prepress")):
        new = person(user_id, f"{user_id.title()} Staff", None)
        work.unit(lambda new=new, role=role: made.append(create_staff(act, new, PASSWORD, [role], WEAK)))
    return made


def test_whoever_lost_everything_is_let_in_by_two_of_the_staff(
    app: Flask, act: Act, alex: int, helpers: list[int]
) -> None:
    with_app(act, alex)
    with_passkey(act, alex, "blue key")
    devices.sign_in(act, alex, HERE)
    db.session.commit()
    work.unit(lambda: ending.all_of(act, alex, *helpers[:2], "case 17"))
    assert (held.of(alex).any, held.of(alex).codes_left) == (False, 0)
    assert db.session.scalars(select(Device.ended_by)).all() == ["factors-ended"]
    mails = db.session.scalars(select(OutboxMail.template)).all()
    assert list(mails).count("accounts/factor_ended") == 2


def test_one_of_the_staff_alone_or_another_office_lets_nobody_in(
    app: Flask, act: Act, alex: int, helpers: list[int]
) -> None:
    sue, olly, penny = helpers
    with_app(act, alex)
    with_app(act, sue)
    for owner, first, second_one in ((alex, sue, sue), (alex, sue, penny), (alex, alex, sue), (sue, sue, olly)):
        with pytest.raises(Refusal, match="two members"):
            ending.all_of(act, owner, first, second_one, "case 17")
    with pytest.raises(Refusal, match="no second factor"):
        ending.all_of(act, penny, sue, olly, "case 17")
    assert held.of(alex).any
