"""Cancelling before production, and giving the money back."""

import pytest

from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from tests.ordering import EVERY, done, drafted, letters, moved, paid, with_file


def test_an_unpaid_order_is_cancelled_and_owes_nothing(act: Act, alex: int) -> None:
    number = drafted(act, alex)
    done(lambda: service.cancel(act, alex, number))
    order = views.order_of(alex, number)
    assert (order.state.code, order.attention) == ("cancelled", "")
    assert letters(number) == ["orders/cancelled"]


def test_a_paid_order_that_is_cancelled_shows_staff_what_is_owed(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.cancel(act, alex, number))
    order = views.order_of(alex, number)
    assert order.attention == "refund due"
    assert [event.state.code for event in order.story][-2:] == ["cancelled", "refund-due"]


def test_cancelling_twice_is_harmless(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.cancel(act, alex, number))
    done(lambda: service.cancel(act, alex, number))
    assert letters(number).count("orders/cancelled") == 1


def test_the_refund_ends_what_is_owed_and_is_told_once(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.cancel(act, alex, number))
    total = views.order_of(alex, number).total_cents
    for _ in range(2):
        done(lambda: service.refunded(act, number, total))
    order = views.order_of(alex, number)
    assert (order.refunded_cents, order.attention) == (total, "")
    assert letters(number).count("orders/refunded") == 1


def test_a_refund_is_never_more_than_was_paid(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.refunded(act, number, 99_999_999))
    order = views.order_of(alex, number)
    assert order.refunded_cents == order.total_cents


def test_an_order_on_the_press_cannot_be_cancelled(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    moved(act, number, "check", "proof", "approve", "print")
    with pytest.raises(Refusal, match="begun to print"):
        service.cancel(act, alex, number)


def test_another_customer_cannot_cancel_it(act: Act, alex: int, robin: int) -> None:
    number = drafted(act, alex)
    with pytest.raises(Missing):
        service.cancel(act, robin, number)


def test_staff_cancel_with_a_reason_that_the_customer_reads(act: Act, alex: int) -> None:
    number = paid(act, alex)
    with pytest.raises(Refusal) as refused:
        service.turn(act, number, "cancel", EVERY, version=None)
    assert refused.value.field == "note"
    done(lambda: service.turn(act, number, "cancel", EVERY, version=None, note="We cannot get this paper."))
    assert views.order_of(alex, number).story[-2].note == "We cannot get this paper."
