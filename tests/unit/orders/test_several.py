"""Orders of several jobs, and of several addresses."""

from dataclasses import replace

import pytest

from app.accounts.addresses import PostalAddress
from app.catalogue import pricing
from app.catalogue import service as catalogue
from app.catalogue.loading import body_from_files
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from app.orders.estimates import choose, estimate, place_of
from app.orders.service import Drop, WantedJob
from app.orders.views import OrderView
from tests.ordering import EVERY, HOME, card_job, cards, done, letters, moved, payment_for, with_file

PORTLAND = PostalAddress("Robin Vale", "1 Main Street", "Portland", "OR", "97201")
DULUTH = PostalAddress("Casey Calder", "42 Quarry Road", "Duluth", "MN", "55802")
FAST = {"turnaround": "two-day"}


def placed(act: Act, account_id: int, *jobs: WantedJob, **changes: object) -> OrderView:
    """A paid order of these jobs."""
    wanted = replace(cards(), jobs=jobs, **changes)
    number = done(lambda: service.place(act, account_id, wanted))
    done(lambda: service.settle(act, payment_for(number)))
    return views.order_of(account_id, number)


def test_an_order_holds_several_jobs_each_with_its_own_name_price_and_state(act: Act, alex: int) -> None:
    flyers = catalogue.spec_from({"product": "flyers", "quantity": "100"}).spec
    assert flyers is not None
    order = placed(act, alex, card_job(), WantedJob(flyers, "For the fair"))
    assert [(job.name, job.quantity) for job in order.jobs] == [("Cards for Alex", 250), ("For the fair", 100)]
    assert order.goods_cents == sum(job.cents for job in order.jobs)
    assert {job.state.code for job in order.jobs} == {"awaiting-files"}


def test_pieces_go_to_several_addresses_and_the_sums_add_up(act: Act, alex: int) -> None:
    job = card_job(drops=(Drop(HOME, 100), Drop(PORTLAND, 90), Drop(DULUTH, 60)))
    order = placed(act, alex, job)
    assert [(one.address, one.counts, one.apart) for one in order.deliveries] == [
        (HOME, [(1, 100)], False),
        (PORTLAND, [(1, 90)], True),
        (DULUTH, [(1, 60)], True),
    ]
    assert order.shipping_cents == sum(one.cents for one in order.deliveries)
    assert [one.cents > 1400 for one in order.deliveries] == [False, True, True], "five dollars for each further one"
    assert order.total_cents == order.goods_cents + order.shipping_cents + sum(cents for _, cents in order.tax_lines)


def test_each_address_is_taxed_on_its_own_share(act: Act, alex: int) -> None:
    order = placed(act, alex, card_job(drops=(Drop(HOME, 125), Drop(PORTLAND, 125))))
    alone = placed(act, alex, card_job())
    home = order.deliveries[0]
    share = order.goods_cents - order.goods_cents // 2
    assert [cents for _, cents in order.tax_lines] == [round((share + home.cents) * 0.08375)]
    assert order.tax_lines[0][0] == alone.tax_lines[0][0]


@pytest.mark.parametrize("pieces", [(100, 100), (200, 100), (250, 0), (251, -1)])
def test_counts_that_do_not_add_up_are_refused(act: Act, alex: int, pieces: tuple[int, int]) -> None:
    job = card_job(drops=(Drop(HOME, pieces[0]), Drop(PORTLAND, pieces[1])))
    with pytest.raises(Refusal, match="mend the counts"):
        service.place(act, alex, replace(cards(), jobs=(job,)))


def test_a_way_that_one_address_has_not_goes_there_by_ground(act: Act, alex: int) -> None:
    job = card_job(drops=(Drop(HOME, 100), Drop(PORTLAND, 150)))
    order = placed(act, alex, job, method="two-day")
    assert [one.method for one in order.deliveries] == ["ground", "two-day"]


def test_a_post_office_box_gets_nothing_by_ground(act: Act, alex: int) -> None:
    box = replace(PORTLAND, line1="P.O. Box 7")
    order = placed(act, alex, card_job(drops=(Drop(HOME, 100), Drop(box, 150))))
    assert [one.method for one in order.deliveries] == ["ground", "three-day"]
    with pytest.raises(Refusal):
        service.place(act, alex, cards(delivery=box))


def test_on_the_customers_own_carrier_account_only_the_handling_is_paid(act: Act, alex: int) -> None:
    order = placed(act, alex, card_job(), carrier_account="4711")
    assert (order.shipping_cents, order.carrier_account) == (500, "4711")
    assert "your own carrier account" in order.shipping_label
    assert placed(act, alex, card_job(), delivery=None, method="pick-up", carrier_account="4711").shipping_cents == 0


def test_a_price_that_was_held_counts_and_todays_does_not(act: Act, alex: int) -> None:
    held = pricing.price(card_job().spec, catalogue.current_tables(act.at))
    dearer = body_from_files().replace('"minimum_price":20', '"minimum_price":900')
    done(lambda: catalogue.load_tables(act, act.at, dearer))
    assert placed(act, alex, card_job(breakdown=held), card_job()).goods_cents == held.total_cents + 90000


def test_a_file_of_somebody_else_is_not_found(act: Act, alex: int, robin: int) -> None:
    theirs = views.order_of(robin, with_file(act, robin)).jobs[0].artwork_id
    with pytest.raises(Missing):
        service.place(act, alex, replace(cards(), jobs=(card_job(artwork_id=theirs),)))
    again = placed(act, robin, card_job(artwork_id=theirs))
    assert (again.jobs[0].artwork_id, again.jobs[0].state.code) == (theirs, "files-received")


def test_a_job_is_ordered_again_only_by_whoever_ordered_it(act: Act, alex: int, robin: int) -> None:
    first = placed(act, alex, card_job())
    again = placed(act, alex, card_job(repeat_of=first.jobs[0].id))
    assert again.jobs[0].repeat_of == first.jobs[0].id
    with pytest.raises(Refusal):
        service.place(act, robin, replace(cards(), jobs=(card_job(repeat_of=first.jobs[0].id),)))


def test_an_empty_order_is_refused(act: Act, alex: int) -> None:
    with pytest.raises(Refusal):
        service.place(act, alex, replace(cards(), jobs=(card_job(),) * 51))


def test_the_job_that_takes_longest_says_when_all_ship(act: Act, alex: int) -> None:
    slow, fast = with_art(act, alex)
    quicker = card_job(spec=FAST, artwork_id=fast)
    costs = estimate((quicker, card_job()), place_of(HOME), "ground", act.at, account_id=alex)
    alone = estimate((quicker,), place_of(HOME), "ground", act.at, account_id=alex)
    assert alone.ship_by < costs.ship_by
    assert choose(costs, "").rate is None
    order = placed(act, alex, quicker, card_job(artwork_id=slow))
    moved(act, order.number, "check", "proof")
    for place, job in enumerate(order.jobs):
        done(lambda job=job: service.approve(act, alex, order.number, job.id))
        days = {one.ship_by for one in views.order_of(alex, order.number).jobs}
        assert days == ({alone.ship_by, None} if place == 0 else {costs.ship_by})
    assert letters(order.number).count("orders/approved") == 2


def with_art(act: Act, account_id: int) -> list[int | None]:
    """Two files of the customer."""
    return [views.order_of(account_id, with_file(act, account_id)).jobs[0].artwork_id for _ in range(2)]


def test_staff_move_one_job_alone_and_ship_all_together(act: Act, alex: int) -> None:
    one, two = with_art(act, alex)
    order = placed(act, alex, card_job(artwork_id=one), card_job(artwork_id=two))
    first, second = (job.id for job in order.jobs)

    def states() -> list[str]:
        return [job.state.code for job in views.order_of(alex, order.number).jobs]

    def take(code: str, job_id: int | None = None) -> None:
        done(lambda: service.step(act, order.number, code, EVERY, version=None, job_id=job_id, tracking="1Z", note="x"))

    take("check")
    take("problem", second)
    assert states() == ["preflight", "file-problem"]
    take("proof", first)
    done(lambda: service.approve(act, alex, order.number, first))
    take("print")
    take("pack")
    with pytest.raises(Refusal, match="together"):
        take("ship")
    assert states() == ["ready-to-ship", "file-problem"]
