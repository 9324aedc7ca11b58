"""Cancelling before production, and giving the money back."""

from datetime import timedelta

import pytest

from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from app.promotions import service as promotions
from tests.ordering import EVERY, cards, done, drafted, letters, moved, paid, with_file


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


PRINTED_PROOF = {"proof": "hard"}


def test_the_refund_is_all_that_was_paid_less_the_printed_proof_once_it_was_made(act: Act, alex: int) -> None:
    number = with_file(act, alex, spec=PRINTED_PROOF)
    total = views.order_of(alex, number).total_cents
    assert service.refund(alex, number).lines == (("You paid", total),)
    moved(act, number, "check", "proof")
    back = service.refund(alex, number)
    assert back.due_cents == total - 2500
    assert sum(cents for _, cents in back.lines) == back.due_cents
    done(lambda: service.cancel(act, alex, number, back.left_cents))
    order = views.order_of(alex, number)
    assert (order.refund_lines, order.refund_due_cents) == (list(back.lines), back.due_cents)
    done(lambda: service.refunded(act, number, back.due_cents))
    assert views.order_of(alex, number).attention == ""


def test_nothing_but_the_refund_that_was_shown_is_given_for_the_button(act: Act, alex: int) -> None:
    number = with_file(act, alex, spec=PRINTED_PROOF)
    shown = service.refund(alex, number).left_cents
    moved(act, number, "check", "proof")
    with pytest.raises(Refusal, match="has changed"):
        service.cancel(act, alex, number, shown)
    assert views.order_of(alex, number).state.code == "placed"


def test_a_price_that_changes_later_never_alters_a_refund(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.cancel(act, alex, number))
    before = service.refund(alex, number)
    dearer = body_from_files().replace('"minimum_price":20', '"minimum_price":900')
    done(lambda: catalogue.load_tables(act, act.at, dearer))
    assert service.refund(alex, number) == before


def test_what_was_given_back_before_is_not_given_twice(act: Act, alex: int) -> None:
    number = paid(act, alex)
    done(lambda: service.refunded(act, number, 1000))
    total = views.order_of(alex, number).total_cents
    back = service.refund(alex, number)
    assert (back.due_cents, back.left_cents) == (total, total - 1000)
    done(lambda: service.cancel(act, alex, number, back.left_cents))
    assert views.order_of(alex, number).attention == "refund due"
    done(lambda: service.refunded(act, number, total))
    assert views.order_of(alex, number).attention == ""


def test_a_cancelled_order_gives_its_promotion_back(act: Act, alex: int) -> None:
    begun = act.at - timedelta(days=1)
    once = promotions.Wanted("ONCE", "Once for everybody", 10, None, begun, most_uses=1)
    done(lambda: promotions.make(act, once))
    first = drafted(act, alex, promotion="once")
    order = views.order_of(alex, first)
    assert (order.promotion_label, order.discount_cents) == ("Once for everybody", 511)
    with pytest.raises(Refusal) as refused:
        service.place(act, alex, cards(promotion="once"))
    assert refused.value.field == "promotion"
    done(lambda: service.cancel(act, alex, first))
    assert views.order_of(alex, drafted(act, alex, promotion="once")).discount_cents == 511
