"""A saved quote: numbered, frozen, valid for its days, and one for each form that was sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.catalogue import pricing
from app.catalogue import service as catalogue
from app.foundation.acts import Act
from app.foundation.errors import Missing, Refusal
from app.quotes import service, views
from app.quotes.wanted import NewQuote
from tests.ordering import HOME, done
from tests.quoting import audited, dearer, job, new_quote, saved, spec_of


def test_a_quote_has_a_number_of_its_own_series_and_holds_thirty_days(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    assert quote.shown == "Q-20001"
    assert quote.valid_until - quote.created_at == timedelta(days=30)
    assert quote.state.code == "open"
    assert audited(quote.number) == ["quote.saved"]
    assert saved(act, alex).number == quote.number + 1


def test_its_price_is_that_of_the_tables_and_the_goods_alone(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    expected = pricing.price(spec_of(), catalogue.current_tables())
    assert quote.lines[0].breakdown == expected
    assert quote.total_cents == quote.goods_cents == expected.total_cents
    assert not quote.whole


def test_later_tables_never_change_it(act: Act, alex: int) -> None:
    quote = saved(act, alex, delivery=HOME, method="ground")
    dearer(act)
    assert views.quote_of(alex, quote.number, act.at) == quote
    assert saved(act, alex).total_cents > quote.goods_cents


def test_with_an_address_shipping_and_tax_are_held_too(act: Act, alex: int) -> None:
    quote = saved(act, alex, delivery=HOME, method="ground")
    assert quote.whole
    assert quote.shipping_cents > 0
    assert quote.tax_cents == sum(cents for _, cents in quote.tax_lines) > 0
    assert quote.total_cents == quote.goods_cents + quote.shipping_cents + quote.tax_cents
    assert quote.delivery == HOME


def test_several_jobs_add_up(act: Act, alex: int) -> None:
    quote = saved(act, alex, job("Cards"), job("More cards", quantity="500"))
    assert [line.name for line in quote.lines] == ["Cards", "More cards"]
    assert quote.goods_cents == sum(line.cents for line in quote.lines)
    assert quote.name == "Cards and 1 more"


def test_the_same_form_sent_twice_is_one_quote(act: Act, alex: int) -> None:
    new = new_quote()
    numbers = [done(lambda: service.save(act, alex, new)) for _ in range(2)]
    assert numbers[0] == numbers[1]
    assert done(lambda: service.save(act, alex, replace(new, name="Another"))) != numbers[0]


def test_a_way_that_is_not_offered_is_refused(act: Act, alex: int) -> None:
    with pytest.raises(Refusal, match="not offered"):
        saved(act, alex, delivery=HOME, method="by-pigeon")


def test_an_empty_quote_is_refused(act: Act, alex: int) -> None:
    with pytest.raises(Refusal, match="at least one job"):
        done(lambda: service.save(act, alex, NewQuote("n" * 32, ())))


def test_anothers_quote_is_not_found(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    with pytest.raises(Missing):
        views.quote_of(alex + 1, quote.number, act.at)


def test_after_its_days_it_is_expired(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    last = views.quote_of(alex, quote.number, quote.valid_until - timedelta(seconds=1))
    assert last.state.code == "open"
    assert views.quote_of(alex, quote.number, quote.valid_until).state.code == "expired"
