"""What every checkout asks, whatever is ordered. Each field that takes something personal says what for (P65, P66)."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.accounts.addresses import PostalAddress, read_address
from app.accounts.views import AddressView
from app.companies import service as companies
from app.companies.service import Standing
from app.companies.service.standing import PO_NEEDED
from app.foundation import rules
from app.foundation.access import viewer
from app.foundation.codes import random_token
from app.foundation.forms import Choice, Hidden, Option, Required, ShopForm, Telephone, Text, Tick
from app.foundation.money import dollars
from app.orders.days import spoken_day
from app.orders.estimates import Estimate, Place, Way, choose, place_of, promoted
from app.orders.forms.addresses import COUNTRY_OPTIONS, PARTS, beside, deliverable, part, states, typed, words
from app.orders.wanted import Order, WantedJob
from app.people import identifiers
from app.shipping.service import PICK_UP

TO_DELIVER = "Only to deliver this order."
TO_BILL = "Only to bill this order."
NEW, SAME = "new", "same"


class CheckoutForm(ShopForm):
    """Delivery, shipping, billing and the rest: everything of an order but its jobs."""

    nonce = Hidden("", default=random_token)
    delivery = Choice(
        "Deliver to", [Required("Please choose where this order goes.")], kind="radio", purpose=TO_DELIVER
    )
    to_name = part("name", "shipping", TO_DELIVER)
    to_company = part("company", "shipping", TO_DELIVER)
    to_line1 = part("line1", "shipping", TO_DELIVER)
    to_line2 = part("line2", "shipping", TO_DELIVER)
    to_city = part("city", "shipping", TO_DELIVER)
    to_region = states("shipping", TO_DELIVER)
    to_postal_code = part("postal_code", "shipping", TO_DELIVER)
    shipping = Choice("Ship it by", [Required("Please choose how we ship this order.")], kind="radio")
    billing = Choice("Bill to", [Required("Please choose whom we bill.")], kind="radio", purpose=TO_BILL)
    bill_name = part("name", "billing", TO_BILL)
    bill_company = part("company", "billing", TO_BILL)
    bill_line1 = part("line1", "billing", TO_BILL)
    bill_line2 = part("line2", "billing", TO_BILL)
    bill_city = part("city", "billing", TO_BILL)
    bill_region = Text("State or province", maxlength=0, autocomplete="billing address-level1", purpose=TO_BILL)
    bill_postal_code = Text("ZIP or postal code", maxlength=0, autocomplete="billing postal-code", purpose=TO_BILL)
    bill_country = Choice(
        "Country", choices=COUNTRY_OPTIONS, default="US", autocomplete="billing country", purpose=TO_BILL
    )
    phone = Telephone("Telephone for this order", purpose="Only about this order. We never call to sell anything.")
    promotion = Text(
        "Promotion code", maxlength=40, autocomplete="off", hint="Press Update price to see what it takes off."
    )
    po_number = Text(
        "Your purchase-order number",
        maxlength=40,
        autocomplete="off",
        purpose="Only printed on the receipt, for your books.",
    )
    blind = Tick(
        "Ship without our name",
        default=False,
        hint="The parcel shows you as the sender, by the name that is billed.",
        purpose="Your name goes on the label for this order only.",
    )
    carrier_account = Text(
        "Your own account with the carrier",
        maxlength=20,
        autocomplete="off",
        hint="The carrier then bills you, and we charge only the handling.",
        purpose="Only to ship this order.",
    )

    def offer(self, book: Sequence[AddressView]) -> None:
        """Give the form the customer's addresses, and choose the usual ones if nothing was chosen yet."""
        self.book = {f"address-{entry.id}": entry.address for entry in book}
        self.delivery.choices = [
            *(deliverable(key, address) for key, address in self.book.items()),
            Option(NEW, "Another address", "Type it below."),
            Option(
                PICK_UP, "I pick it up", f"{rules.text('company.street')}, {rules.text('company.city-line')}; free."
            ),
        ]
        self.billing.choices = [
            Option(SAME, "The same address", "Where the order goes."),
            *(Option(key, ", ".join(address.lines())) for key, address in self.book.items()),
            Option(NEW, "Another address", "Type it below."),
        ]
        self._ask_for_po(companies.standing(viewer().id))
        if not self.is_submitted():
            self._choose_usual(book)

    def _ask_for_po(self, held: Standing | None) -> None:
        """Where the company wants its number on every order, the box says so before anything is sent."""
        if held is not None and held.po_required:
            self.po_number.validators = [Required(PO_NEEDED)]
            self.po_number.flags.required = True
            self.po_number.hint = f"{held.name} wants one on every order."

    def _choose_usual(self, book: Sequence[AddressView]) -> None:
        usual = sorted((one for one in book if one.address.country == "US"), key=lambda one: not one.for_shipping)
        self.delivery.data = f"address-{usual[0].id}" if usual else NEW
        to_bill = next((f"address-{one.id}" for one in book if one.for_billing), SAME)
        self.billing.data = SAME if to_bill == self.delivery.data else to_bill

    def offer_ways(self, ways: Sequence[Way]) -> None:
        """Give the form the ways of shipping to the chosen place; the cheapest is shown as chosen at first."""
        picked_up = self.delivery.data == PICK_UP and any(way.rate.method == PICK_UP for way in ways)
        if picked_up:
            self.shipping.data = PICK_UP
        offered = [way for way in ways if (way.rate.method == PICK_UP) == picked_up]
        self.shipping.choices = [_way(way) for way in offered]
        if self.shipping.data not in {way.rate.method for way in offered}:
            # Only shown: an order is never sent by a way that nobody chose.
            may_choose = offered and (self.wants_update or not self.is_submitted())
            self.shipping.data = offered[0].rate.method if may_choose else ""

    def priced(self, costs: Estimate) -> Estimate:
        """The estimate by the chosen way with what the promotion takes off, to draw the form again.

        A code that does not hold gets its sentence beside its box: call it after `sent` and `accepts`.
        """
        if self.promotion.data and not self.promotion.errors:
            costs = promoted(costs, self.promotion.data)
        if costs.problem:
            beside(self.promotion, costs.problem)
        return choose(costs, self.shipping.data or "")

    @property
    def own_carrier(self) -> bool:
        """Whether the customer's own account with the carrier pays the way."""
        return bool(self.carrier_account.data)

    @property
    def place(self) -> Place | None:
        """Where the order goes, as far as it is known now; None for a pick-up too."""
        if self.delivery.data != NEW:
            return place_of(self.book.get(self.delivery.data or ""))
        read = read_address(words(self, "to") | {"country": "US"})
        if read.address is not None:
            return place_of(read.address)
        state, zip_code = self.to_region.data or "", self.to_postal_code.data or ""
        return Place(state, zip_code) if state and zip_code else None

    @property
    def delivery_fields(self) -> list[Any]:
        """The fields of a typed delivery address."""
        return [self[f"to_{name}"] for name in PARTS]

    @property
    def billing_fields(self) -> list[Any]:
        """The fields of a typed billing address."""
        return [self[f"bill_{name}"] for name in (*PARTS, "country")]

    @property
    def more_fields(self) -> list[Any]:
        """What few orders need, behind a line to open."""
        return [self[name] for name in ("promotion", "po_number", "blind", "carrier_account")]

    @property
    def wants_update(self) -> bool:
        """Whether the button was *Update price*, which shows the form again and saves nothing."""
        return "update" in request.form

    def order(self, jobs: tuple[WantedJob, ...], source: str = "") -> Order:
        """The order of these jobs that was typed, once the form is good."""
        assert self.bill_to is not None  # `validate` leaves an error otherwise
        return Order(
            nonce=self.nonce.data or "",
            jobs=jobs,
            delivery=self.deliver_to,
            billing=self.bill_to,
            method=self.shipping.data or "",
            phone=self.phone_number,
            blind=bool(self.blind.data),
            po_number=self.po_number.data or "",
            promotion=self.promotion.data or "",
            carrier_account=self.carrier_account.data or "",
            source=source,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, then the typed addresses as wholes."""
        super().validate(extra_validators)
        self.deliver_to = self._delivery()
        self.bill_to = self._billing()
        self.phone_number = self._phone()
        if not 20 <= len(self.nonce.data or "") <= 64:
            self.nonce.data = random_token()
        return not self.errors

    def _delivery(self) -> PostalAddress | None:
        if self.delivery.data != NEW:
            return self.book.get(self.delivery.data or "")
        return typed(self, "to", {"country": "US"})

    def _billing(self) -> PostalAddress | None:
        if self.billing.data == SAME and self.delivery.data == PICK_UP:
            beside(self.billing, "You pick the order up, so please choose or type the address that we bill.")
        if self.billing.data == SAME:
            return self.deliver_to
        if self.billing.data != NEW:
            return self.book.get(self.billing.data or "")
        return typed(self, "bill", {"country": self.bill_country.data or "US"})

    def _phone(self) -> str:
        if not self.phone.data:
            return ""
        try:
            return identifiers.phone(self.phone.data)
        except identifiers.NotUsableError as problem:
            beside(self.phone, str(problem))
            return ""


def _way(way: Way) -> Option:
    price = dollars(way.rate.cents) if way.rate.cents else "free"
    verb = "Ready" if way.rate.method == PICK_UP else "With you"
    return Option(way.rate.method, f"{way.rate.label}, {price}", f"{verb} by {spoken_day(way.in_hands)}.")
