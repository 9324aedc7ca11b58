"""The customer's file of a job."""

from io import BytesIO

import pytest

from app.artwork import service as artwork
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from app.orders.service import SentFile
from tests.ordering import card_pdf, done, drafted, moved, paid, with_file


def pdf(pages: int = 2) -> SentFile:
    return SentFile("cards.pdf", BytesIO(card_pdf(pages=pages)))


def test_a_file_sent_later_begins_the_check(act: Act, alex: int) -> None:
    number = paid(act, alex)
    job = views.order_of(alex, number).jobs[0]
    done(lambda: service.attach(act, alex, number, job.id, pdf()))
    after = views.order_of(alex, number).jobs[0]
    assert after.state.code == "files-received"
    assert artwork.view(alex, after.artwork_id or 0).name == "cards.pdf"


def test_a_file_sent_before_paying_leaves_the_order_awaiting_payment(act: Act, alex: int) -> None:
    number = drafted(act, alex)
    job = views.order_of(alex, number).jobs[0]
    done(lambda: service.attach(act, alex, number, job.id, pdf()))
    assert views.order_of(alex, number).jobs[0].state.code == "draft"


def test_a_new_file_takes_the_old_ones_place_and_begins_the_check_again(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    before = moved(act, number, "problem").jobs[0]
    done(lambda: service.attach(act, alex, number, before.id, pdf(1)))
    after = views.order_of(alex, number).jobs[0]
    assert (after.artwork_id, after.state.code) == (before.artwork_id, "files-received")
    assert artwork.view(alex, after.artwork_id or 0).version == 2


def test_a_file_replaced_on_its_own_page_counts_the_same(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    job = moved(act, number, "check", "proof").jobs[0]
    done(lambda: artwork.replace(act, alex, job.artwork_id or 0, "new.pdf", BytesIO(card_pdf())))
    assert views.order_of(alex, number).jobs[0].state.code == "files-received"


def test_after_the_approval_the_file_is_fixed(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    job = moved(act, number, "check", "proof", "approve").jobs[0]
    with pytest.raises(Refusal, match="past the point"):
        service.attach(act, alex, number, job.id, pdf())
    with pytest.raises(Refusal, match="past the point"):
        artwork.replace(act, alex, job.artwork_id or 0, "new.pdf", BytesIO(card_pdf()))
    with pytest.raises(Refusal, match="being made"):
        artwork.delete(act, alex, job.artwork_id or 0)


def test_a_deleted_file_leaves_its_job_waiting_for_one(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    job = views.order_of(alex, number).jobs[0]
    done(lambda: artwork.delete(act, alex, job.artwork_id or 0))
    after = views.order_of(alex, number).jobs[0]
    assert (after.artwork_id, after.state.code) == (None, "awaiting-files")


def test_a_file_of_a_finished_job_may_be_deleted(act: Act, alex: int) -> None:
    number = with_file(act, alex)
    job = moved(act, number, "check", "proof", "approve", "print", "pack", "ship").jobs[0]
    done(lambda: artwork.delete(act, alex, job.artwork_id or 0))
    after = views.order_of(alex, number).jobs[0]
    assert (after.artwork_id, after.state.code) == (None, "shipped")


def test_another_customers_job_takes_no_file(act: Act, alex: int, robin: int) -> None:
    number = paid(act, alex)
    job = views.order_of(alex, number).jobs[0]
    for other, order, one in ((robin, number, job.id), (alex, number, job.id + 1)):
        with pytest.raises(Missing):
            service.attach(act, other, order, one, pdf())
