"""What two of a company do at the same moment: one decision stands, one membership begins, one administrator stays."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import text

from app.companies import service, views
from app.companies.service import Invited, Place, members
from app.foundation.database import db
from app.orders import service as orders
from app.people import identifiers
from tests.companies import by, joined, lakeside, token_of, waiting
from tests.ordering import done
from tests.people import new_account
from tests.unit.accounts.test_at_once import done_at_once


def test_of_a_yes_and_a_no_one_stands(app: Flask) -> None:
    lake = lakeside()
    number = waiting(lake)
    said: list[Callable[[], object]] = [
        lambda: orders.approve_order(by(lake.approver), lake.approver, number),
        lambda: orders.decline_order(by(lake.administrator), lake.administrator, number, "Too dear."),
    ]
    assert done_at_once(app, lambda turn: said[turn % 2]()) == 1
    verdicts = db.session.execute(text("SELECT verdict, decided_by FROM order_approval")).all()
    assert len(verdicts) == 1
    assert tuple(verdicts[0]) in {("approved", lake.approver), ("declined", lake.administrator)}


def test_two_administrators_who_step_down_at_once_leave_one(app: Flask) -> None:
    lake = lakeside()
    new_account("lake.second", "Lake Second")
    joined(lake.administrator, "lake.second", "administrator")
    both = [one for one in views.members(lake.company_id) if one.role == "administrator"]
    assert len(both) == 2

    def step_down(turn: int) -> object:
        one = both[turn]
        return members.change(by(one.account_id), one.account_id, one.id, Place("viewer"), one.version)

    assert done_at_once(app, step_down, times=2) == 1
    left = [one.role for one in views.members(lake.company_id)].count("administrator")
    assert left == 1


def test_an_invitation_is_taken_up_once(app: Flask) -> None:
    lake = lakeside()
    mate = new_account("lake.mate", "Lake Mate")
    token = invited(lake.administrator, "lake.mate", "approver")
    assert done_at_once(app, lambda _turn: service.take(by(mate), mate, token)) == 1
    assert [one.account_id for one in views.members(lake.company_id)].count(mate) == 1


def invited(owner: int, user_id: str, role: str) -> str:
    """The secret of an invitation that nobody has taken up yet."""
    email = identifiers.email(f"{user_id}@example.com")
    done(lambda: service.invite(by(owner), owner, Invited(email, Place(role))))
    return token_of(user_id)
