"""Who works on an order."""

import pytest

from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.orders import service, views
from tests.ordering import done, paid


def test_an_order_is_taken_by_one_and_given_back(act: Act, alex: int, robin: int) -> None:
    number = paid(act, alex)
    done(lambda: service.take(act, number, robin))
    done(lambda: service.take(act, number, robin))
    worker = views.worker_on(number)
    assert worker is not None
    assert (worker.staff_id, worker.name) == (robin, "Robin Vale")
    with pytest.raises(Refusal, match="colleague"):
        service.take(act, number, alex)
    for _ in range(2):
        done(lambda: service.release(act, number))
    assert views.worker_on(number) is None
    done(lambda: service.take(act, number, alex))


def test_an_order_that_does_not_exist_cannot_be_taken(act: Act, alex: int) -> None:
    with pytest.raises(Missing):
        service.take(act, 10999, alex)
