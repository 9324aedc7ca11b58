"""The forms of quotes. Each field that takes something personal says what for (P32, P65, P66)."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.accounts.addresses import PostalAddress
from app.accounts.views import AddressView
from app.foundation import rules
from app.foundation.codes import random_token
from app.foundation.forms import Choice, Hidden, Option, ShopForm, Text
from app.foundation.money import dollars
from app.orders.days import spoken_day
from app.orders.estimates import Place, Way, place_of
from app.orders.wanted import WantedJob
from app.quotes.wanted import NewQuote
from app.shipping.service import PICK_UP

OPEN = "open"
TO_RECKON = "Only to reckon shipping and tax of this quote."


class NonceForm(ShopForm):
    """A form that makes something once, however often it is sent."""

    nonce = Hidden("", default=random_token)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field; a nonce that nobody drew is drawn anew."""
        super().validate(extra_validators)
        if not 20 <= len(self.nonce.data or "") <= 64:
            self.nonce.data = random_token()
        return not self.errors


class NewQuoteForm(NonceForm):
    """What a quote needs beside its job."""

    name = Text(
        "Name of this job",
        maxlength=80,
        hint="So that you find it again, like “Cards for the spring fair”. Empty takes the product's name.",
        purpose="Shown to you, to us, and to whom you give the link.",
    )
    delivery = Choice("Shipping and tax", kind="radio", default=OPEN, purpose=TO_RECKON)
    shipping = Choice("Ship it by", kind="radio")

    def offer(self, book: Sequence[AddressView]) -> None:
        """Give the form the customer's addresses inside the country."""
        self.book = {f"address-{entry.id}": entry.address for entry in book if entry.address.country == "US"}
        home = f"{rules.text('company.street')}, {rules.text('company.city-line')}; free."
        self.delivery.choices = [
            Option(OPEN, "Leave them open", "They are added when you order."),
            *(Option(key, f"To {', '.join(address.lines())}") for key, address in self.book.items()),
            Option(PICK_UP, "I pick it up", home),
        ]

    def offer_ways(self, ways: Sequence[Way]) -> None:
        """Give the form the ways of shipping to the chosen address; the cheapest is shown as chosen at first."""
        chosen = self.delivery.data
        if chosen in {OPEN, PICK_UP}:
            self.shipping.data, self.shipping.choices = "", []
            return
        offered = [way for way in ways if way.rate.method != PICK_UP]
        self.shipping.choices = [_way(way) for way in offered]
        if self.shipping.data not in {way.rate.method for way in offered}:
            self.shipping.data = offered[0].rate.method if offered and self.wants_update else ""

    @property
    def wants_update(self) -> bool:
        """Whether the button was pressed that shows shipping and tax, and saves nothing."""
        return "update" in request.form

    @property
    def address(self) -> PostalAddress | None:
        """The chosen address."""
        return self.book.get(self.delivery.data or "")

    @property
    def place(self) -> Place | None:
        """What price and tax need of it."""
        return place_of(self.address)

    @property
    def method(self) -> str:
        """The way of shipping; empty while that is left open."""
        return PICK_UP if self.delivery.data == PICK_UP else self.shipping.data or ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field; an address needs its way of shipping."""
        super().validate(extra_validators)
        if self.address is not None and not self.shipping.data:
            self.shipping.errors = ["Please choose how we would ship it."]
        return not self.errors

    def value(self, jobs: tuple[WantedJob, ...]) -> NewQuote:
        """The quote that was asked for, once the form is good."""
        return NewQuote(self.nonce.data, jobs, self.name.data or "", self.address, self.method)


def _way(way: Way) -> Option:
    price = dollars(way.rate.cents) if way.rate.cents else "free"
    label = f"{way.rate.label}, {price}"
    return Option(way.rate.method, label, f"With you by {spoken_day(way.in_hands)}, if ordered and approved now.")


class BasketForm(NonceForm):
    """The basket's button: everything in it becomes a quote."""


class AgainForm(NonceForm):
    """The button that saves the same jobs at today's prices."""


class ButtonForm(ShopForm):
    """Nothing to fill in: a button shares, mails, withdraws or pays."""
