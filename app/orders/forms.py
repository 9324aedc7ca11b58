"""The forms of orders. Each field that takes something personal says what for (P32, P65, P66)."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.accounts.addresses import PostalAddress, read_address
from app.accounts.places import COUNTRIES, STATES
from app.accounts.views import AddressView
from app.artwork.forms import artwork_field
from app.catalogue.spec import Spec
from app.foundation import rules
from app.foundation.codes import random_token
from app.foundation.forms import Area, Choice, Choices, Hidden, Option, Required, ShopForm, Telephone, Text
from app.foundation.money import dollars
from app.orders.days import spoken_day
from app.orders.estimates import Place, Way
from app.orders.service.files import SentFile
from app.orders.service.placing import Order, place_of
from app.people import identifiers
from app.shipping.service import PICK_UP

TO_DELIVER = "Only to deliver this order."
TO_BILL = "Only to bill this order."
NEW, SAME = "new", "same"
PARTS = ("name", "company", "line1", "line2", "city", "region", "postal_code")
TOKENS = dict(
    zip(
        PARTS,
        ("name", "organization", "address-line1", "address-line2", "address-level2", "address-level1", "postal-code"),
        strict=True,
    )
)
LABELS = dict(
    zip(PARTS, ("Name", "Company", "Street and number", "Suite or floor", "City", "State", "ZIP code"), strict=True)
)


STATE_OPTIONS = Choices([Option("", "Choose a state"), *(Option(code, name) for code, name in STATES.items())])
COUNTRY_OPTIONS = Choices(Option(code, name) for code, name in COUNTRIES.items())


def _part(part: str, use: str, purpose: str) -> Text:
    """One line of an address; what it may hold is checked with the whole address."""
    return Text(LABELS[part], maxlength=0, autocomplete=f"{use} {TOKENS[part]}", purpose=purpose)


def _states(use: str, purpose: str) -> Choice:
    return Choice("State", choices=STATE_OPTIONS, autocomplete=f"{use} address-level1", purpose=purpose)


class OrderForm(ShopForm):
    """The order form: what is not in the specification."""

    nonce = Hidden("", default=random_token)
    job_name = Text(
        "Name of this job",
        maxlength=80,
        hint="So that you find it again, like “Cards for Alex”. Empty takes the product's name.",
        purpose="Only shown to you and to the people who make this order.",
    )
    delivery = Choice(
        "Deliver to", [Required("Please choose where this order goes.")], kind="radio", purpose=TO_DELIVER
    )
    to_name = _part("name", "shipping", TO_DELIVER)
    to_company = _part("company", "shipping", TO_DELIVER)
    to_line1 = _part("line1", "shipping", TO_DELIVER)
    to_line2 = _part("line2", "shipping", TO_DELIVER)
    to_city = _part("city", "shipping", TO_DELIVER)
    to_region = _states("shipping", TO_DELIVER)
    to_postal_code = _part("postal_code", "shipping", TO_DELIVER)
    shipping = Choice("Ship it by", [Required("Please choose how we ship this order.")], kind="radio")
    billing = Choice("Bill to", [Required("Please choose whom we bill.")], kind="radio", purpose=TO_BILL)
    bill_name = _part("name", "billing", TO_BILL)
    bill_company = _part("company", "billing", TO_BILL)
    bill_line1 = _part("line1", "billing", TO_BILL)
    bill_line2 = _part("line2", "billing", TO_BILL)
    bill_city = _part("city", "billing", TO_BILL)
    bill_region = Text("State or province", maxlength=0, autocomplete="billing address-level1", purpose=TO_BILL)
    bill_postal_code = Text("ZIP or postal code", maxlength=0, autocomplete="billing postal-code", purpose=TO_BILL)
    bill_country = Choice(
        "Country",
        choices=COUNTRY_OPTIONS,
        default="US",
        autocomplete="billing country",
        purpose=TO_BILL,
    )
    phone = Telephone("Telephone for this order", purpose="Only about this order. We never call to sell anything.")
    artwork = artwork_field("Your file (you can also send it later)")

    def offer(self, book: Sequence[AddressView]) -> None:
        """Give the form the customer's addresses, and choose the usual ones if nothing was chosen yet."""
        self.book = {f"address-{entry.id}": entry.address for entry in book}
        self.delivery.choices = [
            *(_deliverable(key, address) for key, address in self.book.items()),
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
        if not self.is_submitted():
            self._choose_usual(book)

    def _choose_usual(self, book: Sequence[AddressView]) -> None:
        usual = sorted((one for one in book if one.address.country == "US"), key=lambda one: not one.for_shipping)
        self.delivery.data = f"address-{usual[0].id}" if usual else NEW
        to_bill = next((f"address-{one.id}" for one in book if one.for_billing), SAME)
        self.billing.data = SAME if to_bill == self.delivery.data else to_bill

    def offer_ways(self, ways: Sequence[Way]) -> None:
        """Give the form the ways of shipping to the chosen place; the cheapest is shown as chosen at first."""
        if self.delivery.data == PICK_UP:
            self.shipping.data = PICK_UP
        offered = [way for way in ways if (way.rate.method == PICK_UP) == (self.delivery.data == PICK_UP)]
        self.shipping.choices = [_way(way) for way in offered]
        if self.shipping.data not in {way.rate.method for way in offered}:
            # Only shown: an order is never sent by a way that nobody chose.
            may_choose = offered and (self.wants_update or not self.is_submitted())
            self.shipping.data = offered[0].rate.method if may_choose else ""

    @property
    def place(self) -> Place | None:
        """Where the order goes, as far as it is known now; None for a pick-up too."""
        if self.delivery.data == NEW:
            state, zip_code = self.to_region.data or "", self.to_postal_code.data or ""
            return Place(state, zip_code) if state and zip_code else None
        return place_of(self.book.get(self.delivery.data or ""))

    @property
    def delivery_fields(self) -> list[Any]:
        """The fields of a typed delivery address."""
        return [self[f"to_{part}"] for part in PARTS]

    @property
    def billing_fields(self) -> list[Any]:
        """The fields of a typed billing address."""
        return [self[f"bill_{part}"] for part in (*PARTS, "country")]

    @property
    def wants_update(self) -> bool:
        """Whether the button was *Update price*, which shows the form again and saves nothing."""
        return "update" in request.form

    def value(self, spec: Spec) -> Order:
        """The order that was typed, once the form is good."""
        assert self.bill_to is not None  # `validate` leaves an error otherwise
        sent = self.artwork.data
        return Order(
            nonce=self.nonce.data,
            spec=spec,
            job_name=self.job_name.data or "",
            delivery=self.deliver_to,
            billing=self.bill_to,
            method=self.shipping.data,
            phone=self.phone_number,
            file=SentFile(sent.filename, sent.stream) if sent else None,
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
        return self._typed("to", {"country": "US"})

    def _billing(self) -> PostalAddress | None:
        if self.billing.data == SAME and self.delivery.data == PICK_UP:
            _add(self.billing, "You pick the order up, so please choose or type the address that we bill.")
        if self.billing.data == SAME:
            return self.deliver_to
        if self.billing.data != NEW:
            return self.book.get(self.billing.data or "")
        return self._typed("bill", {"country": self.bill_country.data or "US"})

    def _typed(self, prefix: str, rest: dict[str, str]) -> PostalAddress | None:
        typed = {part: self[f"{prefix}_{part}"].data or "" for part in PARTS}
        read = read_address(typed | rest)
        for part, sentence in read.errors.items():
            _add(self[f"{prefix}_{part}"], sentence)
        return read.address

    def _phone(self) -> str:
        if not self.phone.data:
            return ""
        try:
            return identifiers.phone(self.phone.data)
        except identifiers.NotUsableError as problem:
            _add(self.phone, str(problem))
            return ""


def _add(field: Any, sentence: str) -> None:
    """Put a sentence beside a field, unless it stands there already."""
    if sentence not in field.errors:
        field.errors = [*field.errors, sentence]


def _deliverable(key: str, address: PostalAddress) -> Option:
    reason = "" if address.country == "US" else "We ship inside the United States only."
    return Option(key, ", ".join(address.lines()), disabled=bool(reason), reason=reason)


def _way(way: Way) -> Option:
    price = dollars(way.rate.cents) if way.rate.cents else "free"
    verb = "Ready" if way.rate.method == PICK_UP else "With you"
    return Option(way.rate.method, f"{way.rate.label}, {price}", f"{verb} by {spoken_day(way.in_hands)}.")


class PayForm(ShopForm):
    """Nothing to fill in: the card is typed at the processor."""


class ArtworkForm(ShopForm):
    """A file for a job."""

    artwork = artwork_field("Your file", required=True)

    @property
    def file(self) -> SentFile:
        """The file that was chosen, once the form is good."""
        sent: Any = self.artwork.data
        return SentFile(sent.filename, sent.stream)


class ChangesForm(ShopForm):
    """What should change before the customer approves."""

    note = Area(
        "What should be different?",
        [Required("Please write what should be different.")],
        maxlength=2000,
        purpose="Only for the people who make this order.",
    )


class ApprovalForm(ShopForm):
    """Nothing to fill in: the button approves."""


class CancelForm(ShopForm):
    """Nothing to fill in: the button cancels."""


class MoveForm(ShopForm):
    """A step of staff: which one, from which version of the order, and what the customer is told."""

    version = Hidden("")
    note = Area("What the customer should know", maxlength=2000, hint="Goes into the mail where the step sends one.")
    tracking = Text("Tracking number", maxlength=60, hint="Only for shipping.")

    @property
    def version_number(self) -> int:
        """The version of the order that the page showed; 0, which no order has, for anything else."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else 0


class NoteForm(ShopForm):
    """A note for colleagues."""

    words = Area(
        "Note for colleagues",
        [Required("Please write the note.")],
        maxlength=2000,
        purpose="Kept with the order. The customer sees it when they ask what we hold.",
    )


class AssignForm(ShopForm):
    """Nothing to fill in: the button takes the order or gives it back."""
