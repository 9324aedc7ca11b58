"""The forms of the basket. Each field that takes something personal says what for (P65, P66)."""

from collections.abc import Sequence
from typing import Any

from flask import request

from app.accounts.addresses import PostalAddress, read_address
from app.accounts.views import AddressView
from app.artwork.forms import artwork_field
from app.baskets.address_list import AddressList, decoded, read_list
from app.baskets.lines import Line
from app.foundation import rules
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Text, Tick, Upload, Whole
from app.foundation.version_form import VersionForm
from app.orders.forms.addresses import PARTS, beside, deliverable, part, states, words
from app.orders.forms.checkout import CheckoutForm
from app.orders.wanted import Drop, SentFile

TO_DELIVER = "Only to deliver this job. It is not put into your address book and leaves the basket with the job."
NEW = "new"
LARGEST_LIST = 200_000


class JobForm(ShopForm):
    """A job's name and file."""

    job_name = Text(
        "Name of this job",
        maxlength=80,
        hint="So that you find it again, like “Cards for Alex”. Empty takes the product's name.",
        purpose="Only shown to you and to the people who make this order.",
    )
    artwork = artwork_field("Your file (you can also send it later)")
    no_file = Tick("Take the file off this job", hint="It stays among your files until you delete it there.")

    @property
    def file(self) -> SentFile | None:
        """The file that was chosen, if any."""
        sent: Any = self.artwork.data
        return SentFile(sent.filename, sent.stream) if sent else None


class ButtonForm(ShopForm):
    """Nothing to fill in: the button does it."""


class DropForm(VersionForm):
    """One more address for some pieces of a job: of the address book, or typed."""

    source = Choice("Send some to", [Required("Please choose where they go.")], kind="radio", purpose=TO_DELIVER)
    to_name = part("name", "shipping", TO_DELIVER)
    to_company = part("company", "shipping", TO_DELIVER)
    to_line1 = part("line1", "shipping", TO_DELIVER)
    to_line2 = part("line2", "shipping", TO_DELIVER)
    to_city = part("city", "shipping", TO_DELIVER)
    to_region = states("shipping", TO_DELIVER)
    to_postal_code = part("postal_code", "shipping", TO_DELIVER)
    pieces = Whole("How many pieces", [Required("Please type how many pieces go there.")], least=1, maxlength=9)
    address: PostalAddress | None = None

    def offer(self, book: Sequence[AddressView]) -> None:
        """Give the form the customer's addresses."""
        self.book = {f"address-{entry.id}": entry.address for entry in book}
        entries = [deliverable(key, address) for key, address in self.book.items()]
        self.source.choices = [*entries, Option(NEW, "Another address", "Type it below.")]
        if self.source.raw_data is None:
            self.source.data = next((one.value for one in entries if not one.disabled), NEW)

    @property
    def typed_fields(self) -> list[Any]:
        """The fields of a typed address."""
        return [self[f"to_{name}"] for name in PARTS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, then a typed address as a whole."""
        super().validate(extra_validators)
        if self.source.data != NEW:
            self.address = self.book.get(self.source.data or "")
        else:
            read = read_address(words(self, "to") | {"country": "US"})
            for name, sentence in read.errors.items():
                beside(self[f"to_{name}"], sentence)
            self.address = read.address
        return not self.errors

    @property
    def drop(self) -> Drop:
        """The address with its pieces, once the form is good."""
        assert self.address is not None  # `validate` leaves errors otherwise
        assert self.pieces.data is not None  # as above
        return Drop(self.address, self.pieces.data)


class PiecesForm(VersionForm):
    """How many pieces go to each of the addresses; a button beside each takes it off."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.typed: dict[int, str] = {}
        """What was typed, by the place of the address."""

    def counts(self, line: Line) -> dict[int, int]:
        """Pieces by the place of the address; a number that cannot be read leaves an error at its box."""
        found = {}
        for place, drop in enumerate(line.drops):
            typed = request.form.get(f"pieces-{place}", "").replace(",", "").strip()
            self.typed[place] = typed[:9]
            if typed.isascii() and typed.isdigit() and len(typed) <= 9:
                found[place] = int(typed)
            else:
                self.form_errors.append(f"{drop.address.name}: please type a whole number of pieces.")
        taken_off = request.form.get("take-off", "")
        if taken_off.isascii() and taken_off.isdigit() and len(taken_off) <= 4:
            found[int(taken_off)] = 0
        return found


class ListForm(VersionForm):
    """A list of addresses with counts, pasted or as a file."""

    pasted = Area(
        "Paste the list",
        maxlength=60_000,
        hint="A line for each address: name, company, street, suite, city, state, ZIP, count.",
        purpose=TO_DELIVER,
    )
    sheet = Upload("Or send it as a file", hint="CSV, as every spreadsheet program saves it.", purpose=TO_DELIVER)
    read: AddressList

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the list; every line that is wrong is told."""
        if not super().validate(extra_validators):
            return False
        text = self.pasted.data or ""
        if self.sheet.data is not None:
            text = decoded(self.sheet.data.stream.read(LARGEST_LIST))
        self.read = read_list(text, rules.whole("baskets.most-addresses"))
        target = self.sheet if self.sheet.data is not None else self.pasted
        for sentence in self.read.troubles:
            beside(target, sentence)
        return not self.errors


class BasketCheckoutForm(CheckoutForm):
    """A checkout of the basket; `seen` says which jobs at which prices stood on the page."""

    seen = Hidden("", maxlength=4000)


class AgainForm(ShopForm):
    """The name of a job that is ordered again; how many, and substitutes, are read by the catalogue."""

    job_name = Text(
        "Name of this job",
        maxlength=80,
        purpose="Only shown to you and to the people who make this order.",
    )
