"""The price of a job in the basket is held for its days, and said to be another afterwards."""

import pytest

from app.baskets import service, views
from app.foundation.acts import Act
from app.foundation.errors import Refusal
from tests.baskets import POSTCARDS, dearer, other_tables, priced, put, without_cards, without_matte
from tests.ordering import done


def test_a_price_is_held_while_the_tables_change(alex: int, act: Act) -> None:
    number = put(act, alex)
    other_tables(act, dearer)
    line = views.line_of(alex, number)
    assert (line.cents, line.was) == (5114, 0)
    (job,) = service.wanted(alex)
    assert job.breakdown is not None
    assert job.breakdown.total_cents == 5114


def test_the_sum_of_the_basket_is_that_of_the_held_prices(alex: int, act: Act) -> None:
    put(act, alex)
    put(act, alex, **POSTCARDS)
    other_tables(act, dearer)
    put(act, alex)
    assert [line.cents for line in views.lines(alex)] == [5114, 5096, 6114]


def test_after_its_days_the_job_costs_what_it_costs_today_with_the_old_price_beside(alex: int, act: Act) -> None:
    number = put(act, alex)
    other_tables(act, dearer)
    priced(act, number, 31)
    line = views.line_of(alex, number)
    assert (line.cents, line.was, line.held_until) == (6114, 5114, None)
    (job,) = service.wanted(alex)
    assert job.breakdown is None, "today's tables count"


def test_a_price_that_did_not_change_is_not_said_to_have_run_out(alex: int, act: Act) -> None:
    number = put(act, alex)
    priced(act, number, 31)
    assert views.line_of(alex, number).was == 0


def test_changing_a_job_prices_it_anew(alex: int, act: Act) -> None:
    number = put(act, alex)
    other_tables(act, dearer)
    spec = views.line_of(alex, number).spec
    assert spec is not None
    done(lambda: service.change(act, alex, number, spec))
    assert views.line_of(alex, number).cents == 6114


def test_a_paper_that_is_no_longer_sold_stops_the_job_with_a_sentence(alex: int, act: Act) -> None:
    number = put(act, alex)
    other_tables(act, without_matte)
    line = views.line_of(alex, number)
    assert not line.orderable
    assert line.trouble
    assert line.mend["product"] == "business-cards"
    with pytest.raises(Refusal, match="cannot be ordered yet"):
        service.wanted(alex)


def test_a_product_that_is_gone_stops_the_job_too(alex: int, act: Act) -> None:
    number = put(act, alex, name="Cards for Alex")
    other_tables(act, without_cards)
    line = views.line_of(alex, number)
    assert (line.name, line.trouble, line.orderable) == ("Cards for Alex", "We no longer sell this product.", False)
