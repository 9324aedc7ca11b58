"""Orders over their buyer's limit: they wait, somebody else decides, and no way of paying leads around that."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.companies import service as companies
from app.companies.service import Place
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.money import dollars
from app.orders import paying, service
from app.orders.service import Payment
from app.orders.views import approval_of, order_for_staff, own_orders, waiting_orders
from app.promotions import service as promotions
from app.quotes.service import paying as pay_links
from tests.companies import People, by, lakeside, letters, member, waiting
from tests.ordering import audited, done, drafted, open_shop, payment_for
from tests.people import new_account


@pytest.fixture
def people(app: Flask) -> People:
    return lakeside()


def state(number: int) -> str:
    return order_for_staff(number).state.code


def approve(people: People, role: str, number: int) -> None:
    account_id = people.role(role)
    done(lambda: service.approve_order(by(account_id), account_id, number))


def test_an_order_within_the_limit_waits_for_nobody(app: Flask) -> None:
    people = lakeside(limit_cents=100_000_00)
    number = waiting(people)
    assert state(number) == "draft"
    assert approval_of(number) is None
    assert order_for_staff(number).company_id == people.company_id


def test_the_limit_itself_is_within_the_limit(people: People) -> None:
    total = order_for_staff(waiting(people)).total_cents
    done(lambda: db.session.execute(text("UPDATE company_member SET limit_cents = :total"), {"total": total}))
    assert state(drafted(by(people.buyer), people.buyer)) == "draft"


def test_over_the_limit_it_waits_and_everybody_who_may_approve_hears(people: People) -> None:
    number = waiting(people)
    assert state(number) == "awaiting-approval"
    assert letters("orders/approval_asked") == ["lake.owner@example.com", "lake.approver@example.com"]
    assert own_orders(people.buyer, None, None).rows[0].state.label == "Awaiting approval"
    assert [row.number for row in waiting_orders(people.company_id, None, None).rows] == [number]
    assert "order.approval-asked" in audited(number)


@pytest.mark.parametrize("role", ["approver", "administrator"])
def test_somebody_else_approves_and_then_it_can_be_paid(people: People, role: str) -> None:
    number = waiting(people)
    approve(people, role, number)
    assert state(number) == "draft"
    assert letters("orders/approval_given") == ["lake.buyer@example.com"]
    done(lambda: service.settle(by(people.buyer), payment_for(number)))
    assert state(number) == "placed"
    found = approval_of(number)
    assert found is not None
    assert (found.verdict, found.limit_cents) == ("approved", 1000)
    assert found.decided_by == ("Lake Approver" if role == "approver" else "Lake Owner")


def test_whoever_placed_it_never_approves_it_whatever_they_become(people: People) -> None:
    number = waiting(people)
    one = member(people, "buyer")
    owner = people.administrator
    done(lambda: companies.change(by(owner), owner, one.id, Place("administrator"), one.version))
    with pytest.raises(Refusal, match="yourself"):
        approve(people, "buyer", number)
    assert state(number) == "awaiting-approval"


def test_a_higher_limit_afterwards_does_not_let_it_through(people: People) -> None:
    number, one, owner = waiting(people), member(people, "buyer"), people.administrator
    done(lambda: companies.change(by(owner), owner, one.id, Place("buyer"), one.version))
    assert state(number) == "awaiting-approval"


def test_an_approver_with_a_limit_needs_another_one(people: People) -> None:
    one, owner = member(people, "approver"), people.administrator
    done(lambda: companies.change(by(owner), owner, one.id, Place("approver", 1000), one.version))
    open_shop()
    number = drafted(by(people.approver), people.approver)
    assert letters("orders/approval_asked") == ["lake.owner@example.com"]
    with pytest.raises(Refusal, match="yourself"):
        approve(people, "approver", number)
    approve(people, "administrator", number)
    assert state(number) == "draft"


@pytest.mark.parametrize("role", ["buyer", "viewer"])
def test_roles_that_do_not_approve_cannot(people: People, role: str) -> None:
    number = waiting(people)
    with pytest.raises(Missing):
        approve(people, role, number)


def test_another_companys_approver_does_not_know_the_order(people: People) -> None:
    number, others = waiting(people), lakeside(prefix="hill")
    for account_id in (others.approver, others.administrator, new_account("robin", "Robin Vale")):
        with pytest.raises(Missing):
            done(lambda account_id=account_id: service.approve_order(by(account_id), account_id, number))
        with pytest.raises(Missing):
            done(lambda account_id=account_id: service.decline_order(by(account_id), account_id, number, "No."))


def test_whoever_left_decides_no_more(people: People) -> None:
    number = waiting(people)
    done(lambda: companies.leave(by(people.approver), people.approver))
    with pytest.raises(Missing):
        approve(people, "approver", number)


def test_declined_it_is_cancelled_and_its_promotion_is_given_back(people: People, act: Act) -> None:
    open_shop()
    done(lambda: promotions.make(act, promotions.Wanted("LAKE10", "10 % off", 10, None, act.at, None)))
    number = waiting(people, promotion="LAKE10")
    approver = people.approver
    done(lambda: service.decline_order(by(approver), approver, number, "We have cards enough."))
    assert state(number) == "cancelled"
    assert letters("orders/cancelled") == ["lake.buyer@example.com"]
    story = order_for_staff(number).events
    assert [event.who for event in story[-2:]] == ["colleague", "colleague"]
    assert story[-1].note == "Your company did not approve it: We have cards enough."
    assert db.session.scalar(text("SELECT released_at FROM promotion_redemption")) is not None


def test_it_is_decided_once(people: People) -> None:
    number = waiting(people)
    approve(people, "approver", number)
    for verb in (
        lambda: service.approve_order(by(people.administrator), people.administrator, number),
        lambda: service.decline_order(by(people.administrator), people.administrator, number, "No."),
    ):
        with pytest.raises(Refusal, match="does not wait"):
            done(verb)


def test_its_buyer_may_cancel_it_while_it_waits(people: People) -> None:
    number = waiting(people)
    done(lambda: service.cancel(by(people.buyer), people.buyer, number))
    with pytest.raises(Refusal, match="does not wait"):
        approve(people, "approver", number)


def test_no_way_of_paying_leads_around_the_approval(app: Flask, people: People, act: Act) -> None:
    number = waiting(people)
    with app.test_request_context(), pytest.raises(Refusal, match="approve it"):
        paying.begin(order_for_staff(number), "/done", "/back")
    with pytest.raises(Refusal, match="does not wait for payment"):
        done(lambda: pay_links.mail_link(act, number))
    total = order_for_staff(number).total_cents
    done(lambda: service.settle(act, Payment(number, "pay-1", total, "usd")))
    order = order_for_staff(number)
    assert (order.state.code, order.paid) == ("awaiting-approval", False)
    assert order.attention == f"paid before it was approved: {dollars(total)}"
    assert order.refund_due_cents == total


def test_a_viewer_places_no_order(people: People) -> None:
    open_shop()
    with pytest.raises(Refusal, match="place none"):
        drafted(by(people.viewer), people.viewer)


def test_the_companys_purchase_order_number_is_demanded(app: Flask) -> None:
    people = lakeside(po_required=True)
    with pytest.raises(Refusal) as refused:
        waiting(people, po_number="  ")
    assert refused.value.field == "po_number"
    assert waiting(people, po_number="PO-17")


def test_orders_from_before_joining_stay_private_and_later_ones_stay_with_the_company(people: People) -> None:
    open_shop()
    robin = new_account("robin", "Robin Vale")
    before = drafted(by(robin), robin)
    number = waiting(people)
    done(lambda: companies.leave(by(people.buyer), people.buyer))
    after = drafted(by(people.buyer), people.buyer)
    assert [order_for_staff(one).company_id for one in (before, number, after)] == [None, people.company_id, None]
    approve(people, "approver", number)


def test_closing_the_company_cancels_what_waits(people: People) -> None:
    number = waiting(people)
    done(lambda: companies.close(by(people.administrator), people.administrator))
    assert state(number) == "cancelled"
    assert letters("orders/cancelled") == ["lake.buyer@example.com"]
