"""Invitations into a company: to the right person only, once, and without telling who has an account."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.companies import service, views
from app.companies.service import Invited, Place, inviting
from app.foundation import clock, codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.people import identifiers
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from tests.companies import by, letters, newest_token, opened
from tests.ordering import done
from tests.people import new_account

ROBIN = "robin@example.com"


@pytest.fixture
def owner(app: Flask) -> int:
    account_id = new_account("alex.kim", "Alex Kim")
    opened(account_id)
    return account_id


def invite(owner: int, address: str = ROBIN, role: str = "buyer", limit_cents: int | None = 5000) -> str:
    """Invite somebody; gives the secret of the mail."""
    wish = Invited(identifiers.email(address), Place(role, limit_cents))
    done(lambda: service.invite(by(owner), owner, wish))
    return newest_token()


def take(account_id: int, token: str) -> None:
    done(lambda: service.take(by(account_id), account_id, token))


def test_an_invitation_is_taken_up_once_by_whoever_has_the_address(owner: int) -> None:
    token, robin = invite(owner), new_account("robin", "Robin Vale")
    take(robin, token)
    held = service.standing(robin)
    assert held is not None
    assert (held.role, held.limit_cents) == ("buyer", 5000)
    done(lambda: service.leave(by(robin), robin))
    with pytest.raises(Refusal, match="no longer be used"):
        take(robin, token)


def test_the_same_address_written_otherwise_is_the_same(owner: int) -> None:
    token = invite(owner, "Robin@EXAMPLE.com")
    take(new_account("robin", "Robin Vale"), token)


def test_nobody_else_takes_it_up_whatever_they_know(owner: int) -> None:
    token, other = invite(owner), new_account("mallory", "Mallory Moor")
    with pytest.raises(Refusal, match="another e-mail address"):
        take(other, token)
    with pytest.raises(Missing):
        take(other, "0" * 64)
    assert service.standing(other) is None


def test_neither_the_address_nor_the_secret_rests_in_a_table_of_the_room(owner: int) -> None:
    token = invite(owner)
    rest = str(db.session.execute(text("SELECT * FROM company_invitation")).mappings().one())
    assert "robin" not in rest
    assert "r…@example.com" in rest
    assert token not in rest
    assert codes.digest(token) in rest
    take(new_account("robin", "Robin Vale"), token)
    assert db.session.scalar(text("SELECT shown FROM company_invitation")) == ""


def test_an_address_with_and_without_an_account_is_answered_alike(owner: int) -> None:
    new_account("robin", "Robin Vale")
    invite(owner)
    invite(owner, "nobody@example.com")
    assert letters("companies/invitation") == [ROBIN, "nobody@example.com"]
    assert len(views.pending(service.standing(owner).company_id, clock.now())) == 2  # type: ignore[union-attr]  # it stands


def test_whoever_stopped_such_mail_gets_none_and_nobody_is_told(owner: int, act: Act) -> None:
    who = Subject(0, identifiers.email(ROBIN).key)
    done(lambda: permissions.stop(act, who, "requested", "email", "web form", "test"))
    invite(owner)
    assert letters("companies/invitation") == []
    assert len(views.pending(service.standing(owner).company_id, clock.now())) == 1  # type: ignore[union-attr]  # as above


def test_it_works_some_days_only(owner: int) -> None:
    token, robin = invite(owner), new_account("robin", "Robin Vale")
    over = clock.now() - timedelta(minutes=1)
    done(lambda: db.session.execute(text("UPDATE company_invitation SET expires_at = :over"), {"over": over}))
    with pytest.raises(Refusal, match="no longer be used"):
        take(robin, token)
    assert inviting.waiting_for(robin, clock.now()) == []


def test_withdrawn_declined_or_replaced_it_is_over(owner: int) -> None:
    robin = new_account("robin", "Robin Vale")
    first = invite(owner)
    second = invite(owner)
    number = db.session.scalar(text("SELECT max(id) FROM company_invitation"))
    done(lambda: service.withdraw(by(owner), owner, number))
    third = invite(owner, role="viewer")
    done(lambda: service.decline(by(robin), third))
    for token in (first, second, third):
        with pytest.raises(Refusal, match="no longer be used"):
            take(robin, token)


def test_another_companys_invitation_cannot_be_withdrawn(owner: int) -> None:
    invite(owner)
    number = db.session.scalar(text("SELECT max(id) FROM company_invitation"))
    other = new_account("hill.owner", "Hill Owner")
    opened(other, "Hillside")
    with pytest.raises(Missing):
        done(lambda: service.withdraw(by(other), other, number))


def test_who_belongs_to_a_company_joins_no_second_one(owner: int) -> None:
    token, robin = invite(owner), new_account("robin", "Robin Vale")
    opened(robin, "Valeside")
    with pytest.raises(Refusal, match="belong to a company already"):
        take(robin, token)


def test_members_are_not_invited_again(owner: int) -> None:
    with pytest.raises(Refusal) as refused:
        invite(owner, "alex.kim@example.com")
    assert refused.value.field == "email"


def test_a_company_mails_so_many_invitations_in_an_hour_and_one_address_gets_fewer(owner: int) -> None:
    for _ in range(5):
        invite(owner)
    assert len(letters("companies/invitation")) == 3
    for number in range(15):
        invite(owner, f"person{number}@example.com")
    with pytest.raises(Refusal, match="in this hour"):
        invite(owner, "one.more@example.com")
