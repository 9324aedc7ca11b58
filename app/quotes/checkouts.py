"""The page on which a quote becomes an order: the checkout of every order, at the prices that the quote holds."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.accounts import service as accounts
from app.foundation import clock
from app.orders.estimates import Estimate, Way, estimate, place_of
from app.orders.forms import CheckoutForm
from app.orders.sheets import Bill, bill
from app.orders.wanted import Order
from app.quotes.views import QuoteView
from app.shipping.service import PICK_UP


@dataclass
class Checkout:
    """The form of a quote's order with what it costs; `held` says that shipping and tax hold, too."""

    quote: QuoteView
    form: CheckoutForm
    costs: Estimate
    held: bool

    @property
    def order(self) -> Order:
        """The order that was typed, once the form is good."""
        made = self.form.order(self.quote.jobs, f"quote:{self.quote.number}")
        return replace(made, rates_at=self.quote.created_at if self.held else None)

    @property
    def bill(self) -> Bill:
        """What stands in the price panel; call it after the form was sent."""
        goods = [(line.name, line.cents) for line in self.quote.lines]
        return bill(self.form.priced(self.costs), goods)


def checkout(quote: QuoteView, account_id: int) -> Checkout:
    """The checkout of a quote for its customer; staff may stand in for them."""
    form, now = CheckoutForm(), clock.now()
    form.offer(accounts.addresses_of(account_id))
    if not form.is_submitted():
        _choose_quoted(form, quote)
    held = _holds(form, quote)
    costs = _costs(quote, form, account_id, now)
    if held:
        # The rates are those of the quote's day; the days in the shop begin now.
        then = _costs(quote, form, account_id, quote.created_at)
        costs = replace(then, ship_by=costs.ship_by, approve_by=costs.approve_by, ways=_dated(then, costs))
    form.offer_ways(costs.ways)
    return Checkout(quote, form, costs, held)


def _costs(quote: QuoteView, form: CheckoutForm, account_id: int, at: datetime) -> Estimate:
    return estimate(quote.jobs, form.place, "", at, account_id=account_id, own_carrier=form.own_carrier)


def _dated(then: Estimate, now: Estimate) -> tuple[Way, ...]:
    """The ways of that day at their prices, with the days on which the order would be in hands now."""
    days = {way.rate.method: way.in_hands for way in now.ways}
    return tuple(replace(way, in_hands=days.get(way.rate.method, way.in_hands)) for way in then.ways)


def _choose_quoted(form: CheckoutForm, quote: QuoteView) -> None:
    """Begin with the address and the way that the quote names."""
    if quote.pick_up:
        form.delivery.data = PICK_UP
    else:
        known = (key for key, address in form.book.items() if address == quote.delivery)
        form.delivery.data = next(known, form.delivery.data)
    form.shipping.data = quote.shipping_method


def _holds(form: CheckoutForm, quote: QuoteView) -> bool:
    """Whether shipping and tax are those of the quote: it names them, and they go where it says."""
    if not quote.whole or form.promotion.data or form.own_carrier:
        return False
    if quote.pick_up:
        return bool(form.delivery.data == PICK_UP)
    return form.delivery.data != PICK_UP and form.place == place_of(quote.delivery)
