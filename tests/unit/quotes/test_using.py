"""What becomes of a quote: prices agreed, links made, ordered once, taken, withdrawn, and erased with its customer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.orders.views import order_of
from app.orders.wanted import Order
from app.quotes import service, views
from app.quotes.service.sharing import secret
from app.quotes.views import QuoteView
from app.quotes.wanted import Agreed
from tests.cases import opened
from tests.ordering import HOME, done, paid
from tests.people import new_account
from tests.quoting import dearer, desk, earlier, job, saved

ASKED = Agreed(4500, "As agreed", "A regular customer")


def order_from(quote: QuoteView) -> Order:
    """The order that a checkout of this quote makes."""
    return Order(codes.random_token(), quote.jobs, HOME, HOME, "ground", rates_at=quote.created_at)


def ordered(act: Act, account_id: int, quote: QuoteView, order: Order | None = None) -> int:
    wanted = order or order_from(quote)
    return int(done(lambda: service.order(act, account_id, quote.number, wanted)))


def test_it_is_ordered_at_its_whole_total_after_the_tables_changed(act: Act, alex: int) -> None:
    quote = saved(earlier(act), alex, job("Cards"), job("More", quantity="500"), delivery=HOME, method="ground")
    dearer(act)
    made = order_of(alex, ordered(act, alex, quote))
    assert made.total_cents == quote.total_cents
    assert [one.cents for one in made.jobs] == [line.cents for line in quote.lines]
    assert views.quote_of(alex, quote.number, act.at).state.code == "ordered"


def test_it_is_ordered_once(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    order = order_from(quote)
    assert ordered(act, alex, quote, order) == ordered(act, alex, quote, order)
    with pytest.raises(Refusal, match="ordered already"):
        ordered(act, alex, quote)


def test_after_its_days_it_is_not_ordered(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    with pytest.raises(Refusal, match="expired"):
        ordered(replace(act, at=quote.valid_until), alex, quote)


def test_anothers_is_not_ordered(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    with pytest.raises(Missing):
        ordered(act, new_account("robin", "Robin Vale"), quote)


def test_an_agreed_price_changes_the_sums_and_tax_with_them(act: Act, alex: int) -> None:
    quote = saved(act, alex, delivery=HOME, method="ground")
    clerk = desk(act)
    done(lambda: service.agree(clerk, quote.number, quote.lines[0].id, ASKED, quote.version))
    after = views.quote_of(alex, quote.number, act.at)
    assert after.goods_cents == 4500
    assert after.lines[0].listed_cents == quote.goods_cents
    assert after.lines[0].lines == [("As agreed", 4500)]
    assert after.tax_cents < quote.tax_cents
    assert after.total_cents == 4500 + after.shipping_cents + after.tax_cents
    assert order_of(alex, ordered(act, alex, after)).total_cents == after.total_cents


def test_a_price_from_a_page_that_is_old_is_refused(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    with pytest.raises(Refusal, match="Somebody changed"):
        done(lambda: service.agree(desk(act), quote.number, quote.lines[0].id, ASKED, quote.version - 1))


def test_why_a_price_was_agreed_rests_sealed(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    done(lambda: service.agree(desk(act), quote.number, quote.lines[0].id, ASKED, quote.version))
    stored = db.session.execute(text("SELECT note FROM quote_event WHERE what = 'price-agreed'")).scalar_one()
    assert "regular" not in stored
    assert views.done_with(quote.number)[-1].note == "A regular customer"


def test_where_it_would_go_rests_sealed(act: Act, alex: int) -> None:
    saved(act, alex, delivery=HOME, method="ground")
    stored = db.session.execute(text("SELECT delivery FROM quote")).scalar_one()
    assert "Lake Drive" not in stored


def test_a_link_shows_an_open_quote_until_it_is_taken_back(act: Act, alex: int) -> None:
    quote = saved(act, alex)
    done(lambda: service.share(act, alex, quote.number))
    digest = codes.digest(secret(quote.number, views.share_salt(quote.number)))
    assert views.shared(digest, act.at) is not None
    assert views.shared(digest, quote.valid_until) is None
    done(lambda: service.unshare(act, alex, quote.number))
    assert views.shared(digest, act.at) is None


def test_a_quote_for_a_request_is_taken_by_one_account(act: Act, alex: int) -> None:
    case = opened(act, kind="quote", topic="product")
    quote = saved(desk(act), None, case_number=case.number)
    with pytest.raises(Missing):
        done(lambda: service.take(act, alex, quote.number, case.number + 1))
    done(lambda: service.take(act, alex, quote.number, case.number))
    assert views.quote_of(alex, quote.number, act.at).number == quote.number
    with pytest.raises(Missing):
        done(lambda: service.take(act, alex + 1, quote.number, case.number))


def test_a_link_to_pay_is_for_an_order_that_waits_for_payment(act: Act, alex: int) -> None:
    number = paid(act, alex)
    with pytest.raises(Refusal, match="does not wait"):
        done(lambda: service.mail_link(desk(act), number))


def test_a_link_to_pay_ends_after_its_days(act: Act, alex: int) -> None:
    number = ordered(act, alex, saved(act, alex))
    done(lambda: service.mail_link(desk(act), number))
    link = views.newest_pay_link(number)
    assert link is not None
    assert link.live(act.at + timedelta(days=13))
    assert not link.live(act.at + timedelta(days=14))
