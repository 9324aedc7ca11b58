"""What payment notices do to an order."""

import pytest

from app.foundation.acts import Act
from app.foundation.errors import Missing
from app.orders import service, views
from app.orders.service import Payment
from tests.ordering import audited, done, drafted, letters, paid, payment_for, with_file


def test_a_payment_places_the_order_and_mails_the_receipt(act: Act, alex: int) -> None:
    number = paid(act, alex)
    order = views.order_of(alex, number)
    assert (order.state.code, order.paid_cents) == ("placed", order.total_cents)
    assert [event.state.code for event in order.story] == ["draft", "placed", "awaiting-files"]
    assert letters(number) == ["orders/placed"]
    assert "order.placed" in audited(number)


def test_an_order_with_its_file_goes_straight_to_the_check(act: Act, alex: int) -> None:
    assert views.order_of(alex, with_file(act, alex)).jobs[0].state.code == "files-received"


def test_the_same_payment_told_twice_is_one_payment(act: Act, alex: int) -> None:
    number = paid(act, alex)
    before = views.order_of(alex, number)
    done(lambda: service.settle(act, payment_for(number)))
    assert views.order_of(alex, number) == before
    assert letters(number) == ["orders/placed"]


def test_a_second_payment_for_a_paid_order_is_shown_to_staff_only(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.settle(act, payment_for(number, "another")))
    order = views.order_of(alex, number)
    assert order.attention.startswith("paid twice")
    assert order.paid_cents == order.total_cents
    assert "payment-alert" not in [event.state.code for event in order.story]


@pytest.mark.parametrize("wrong", [{"amount_cents": 1}, {"currency": "eur"}])
def test_a_payment_of_another_amount_or_currency_pays_nothing(act: Act, alex: int, wrong: dict[str, object]) -> None:
    number = drafted(act, alex)
    done(lambda: service.settle(act, payment_for(number, **wrong)))
    order = views.order_of(alex, number)
    assert (order.state.code, order.paid_cents) == ("draft", 0)
    assert order.attention.startswith("wrong amount")


def test_a_declined_card_leaves_the_order_payable(act: Act, alex: int) -> None:
    number = drafted(act, alex)
    done(lambda: service.declined(act, number))
    assert views.order_of(alex, number).state.code == "draft"
    done(lambda: service.settle(act, payment_for(number)))
    assert views.order_of(alex, number).state.code == "placed"


def test_a_decline_that_comes_after_the_payment_changes_nothing(act: Act, alex: int) -> None:
    number = paid(act, alex)
    before = views.order_of(alex, number)
    done(lambda: service.declined(act, number))
    assert views.order_of(alex, number) == before


def test_a_payment_for_a_cancelled_order_is_kept_for_giving_back(act: Act, alex: int) -> None:
    number = drafted(act, alex)
    done(lambda: service.cancel(act, alex, number))
    done(lambda: service.settle(act, payment_for(number)))
    order = views.order_of(alex, number)
    assert order.state.code == "cancelled"
    assert order.attention.startswith("paid after cancelling")
    assert order.paid_cents == order.total_cents


def test_a_payment_for_no_order_of_ours_is_refused(act: Act) -> None:
    with pytest.raises(Missing):
        service.settle(act, Payment(10999, "pay-1", 5114, "usd"))
