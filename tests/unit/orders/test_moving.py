"""The steps of staff, and the customer's answer to a proof."""

from datetime import UTC, date, datetime

import pytest

from app.foundation.acts import Act, Actor
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from app.orders.progress import STEPS
from tests.ordering import EVERY, done, drafted, letters, moved, paid, with_file

PREPRESS = frozenset({"orders:job:check"})


def test_a_job_goes_through_the_shop_and_the_customer_hears_of_it(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    order = moved(act, number, "check", "proof", "approve", "print", "finish", "pack", "ship", "deliver")
    assert (order.state.code, order.jobs[0].state.code, order.jobs[0].tracking) == ("complete", "delivered", "1Z999")
    assert letters(number) == [
        f"orders/{name}" for name in ("placed", "proof_ready", "approved", "printing", "shipped")
    ]


def test_a_job_that_is_picked_up_is_never_shipped(act: Act, alex: int) -> None:
    number = with_file(act, alex, delivery=None, method="pick-up")
    moved(act, number, "check", "proof", "approve", "print")
    with pytest.raises(Refusal):
        service.step(act, number, "pack", EVERY, version=None)
    order = moved(act, number, "shelve", "hand-over")
    assert order.state.code == "complete"
    assert letters(number)[-1] == "orders/ready_for_pick_up"


@pytest.mark.parametrize("code", sorted(STEPS))
def test_no_step_fits_an_order_that_is_not_paid(act: Act, alex: int, code: str) -> None:
    number = drafted(act, alex)
    with pytest.raises(Refusal):
        service.step(act, number, code, EVERY, version=None, note="x", tracking="x")


@pytest.mark.parametrize("code", ["print", "finish", "ship", "no-such-step", ""])
def test_a_step_out_of_turn_is_refused(act: Act, alex: int, code: str) -> None:
    number = with_file(act, alex)
    with pytest.raises(Refusal):
        service.step(act, number, code, EVERY, version=None, tracking="1Z")


def test_a_role_takes_only_its_own_steps(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    moved(act, number, "check", "proof", "approve")
    with pytest.raises(Refusal):
        service.step(act, number, "print", PREPRESS, version=None)


def test_a_file_problem_says_what_it_is(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    with pytest.raises(Refusal) as refused:
        service.step(act, number, "problem", EVERY, version=None)
    assert refused.value.field == "note"
    order = moved(act, number, "problem")
    assert order.jobs[0].state.code == "file-problem"
    assert "too close" in order.story[-1].note


def test_shipping_needs_the_tracking_number(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    moved(act, number, "check", "proof", "approve", "print", "pack")
    with pytest.raises(Refusal) as refused:
        service.step(act, number, "ship", EVERY, version=None)
    assert refused.value.field == "tracking"


def test_a_form_drawn_before_a_colleagues_change_is_refused(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    seen = views.order_for_staff(number).version
    moved(act, number, "check")
    with pytest.raises(Refusal, match="changed this order"):
        service.step(act, number, "proof", EVERY, version=seen)


def test_a_note_for_colleagues_spoils_nobodys_form_and_stays_inside(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    seen = views.order_for_staff(number).version
    done(lambda: service.note(act, number, "Call before noon."))
    done(lambda: service.step(act, number, "check", EVERY, version=seen))
    order = views.order_of(alex, number)
    assert "Call before noon." in [event.note for event in order.events]
    assert "Call before noon." not in [event.note for event in order.story]


def test_a_held_order_stands_still_until_it_is_released(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    done(lambda: service.turn(act, number, "hold", EVERY, version=None, note="The paper is late."))
    with pytest.raises(Refusal):
        service.step(act, number, "check", EVERY, version=None)
    assert views.order_of(alex, number).shown_state.code == "on-hold"
    done(lambda: service.turn(act, number, "release", EVERY, version=None))
    assert moved(act, number, "check").jobs[0].state.code == "preflight"


def test_only_customer_service_holds_orders(act: Act, alex: int) -> None:
    with pytest.raises(Refusal):
        service.turn(act, paid(act, alex), "hold", PREPRESS, version=None, note="x")


def test_approving_sets_the_ship_date_by_the_shops_calendar(alex: int, act: Act) -> None:
    number = with_file(act, alex)
    moved(act, number, "check", "proof")
    order = views.order_of(alex, number)
    late = Act(Actor("customer", str(alex)), datetime(2027, 1, 5, 17, 0, tzinfo=UTC), 1)
    done(lambda: service.approve(late, alex, number, order.jobs[0].id))
    assert views.order_of(alex, number).jobs[0].ship_by == date(2027, 1, 8)


def test_approving_twice_is_harmless_and_without_a_proof_refused(act: Act, alex: int, robin: int) -> None:
    number = with_file(act, alex)
    job = views.order_of(alex, number).jobs[0].id
    with pytest.raises(Refusal):
        service.approve(act, alex, number, job)
    moved(act, number, "check", "proof", "approve", "approve")
    assert letters(number).count("orders/approved") == 1
    for other, order, one in ((robin, number, job), (alex, number, job + 1)):
        with pytest.raises(Missing):
            service.approve(act, other, order, one)


def test_asking_for_changes_waits_for_a_changed_file(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    job = moved(act, number, "check", "proof").jobs[0].id
    done(lambda: service.ask_for_changes(act, alex, number, job, "Move the logo up."))
    order = views.order_of(alex, number)
    assert (order.jobs[0].state.code, order.story[-1].note) == ("changes-requested", "Move the logo up.")
