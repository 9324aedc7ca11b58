"""The forms with which staff make quotes, agree prices and place orders for customers."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app.catalogue import service as catalogue
from app.catalogue.reading import SpecResult
from app.catalogue.spec import Spec
from app.foundation.forms import Area, Hidden, Required, Text
from app.foundation.money_field import Dollars
from app.foundation.row_numbers import row_number
from app.quotes.forms import NonceForm
from app.quotes.wanted import Agreed

REASON = "Kept with the quote for colleagues; the customer sees it when they ask what we hold."


class ProductAddress(Text):
    """The address of a product page with its choices; `spec` is what it says."""

    spec: Spec

    def read(self) -> SpecResult:
        """The specification in what was typed: a whole address, or only its path and query."""
        parts = urlsplit((self.data or "").strip())
        args = dict(parse_qsl(parts.query))
        if parts.path.startswith("/products/"):
            args["product"] = parts.path.removeprefix("/products/")
        return catalogue.spec_from(args)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # wtforms' signature
        """Leave the specification in `spec`, or a sentence that says what is wrong with it."""
        if validation_stopped or not self.data:
            return
        try:
            result = self.read()
        except ValueError:
            self.errors = ["This is no address of a product page."]
            return
        if result.spec is None:
            self.errors = [*self.errors, *dict.fromkeys(result.errors.values())]
        else:
            self.spec = result.spec


def product_address() -> ProductAddress:
    """The field as it stands on the forms of staff."""
    return ProductAddress(
        "Product page with its choices",
        [Required("Please paste the address of the product page.")],
        maxlength=1000,
        autocomplete="off",
        hint="Choose everything on the product page and copy its address from the browser.",
    )


class PriceForm(NonceForm):
    """Another price than the tables say, with its reason."""

    price = Dollars("Agreed price", hint="In dollars, like 125.00, for the whole job without shipping and tax.")
    words = Text(
        "What the price is for", maxlength=200, hint="The customer reads it instead of the parts of the price."
    )
    reason = Area("Why this price", maxlength=500, purpose=REASON)
    version = Hidden("")

    @property
    def drawn_version(self) -> int:
        """The version of the quote that the page showed; -1, which no quote has, for anything else."""
        found = row_number(self.version.data)
        return -1 if found is None else found

    @property
    def agreed(self) -> Agreed | None:
        """The price that was agreed, once the form is good; None leaves that of the tables."""
        if not self.price.data:
            return None
        return Agreed(self.price.cents, self.words.data or "", self.reason.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field; a price of our own needs its reason."""
        super().validate(extra_validators)
        if self.price.data and not self.reason.data:
            self.reason.errors = [*self.reason.errors, "Please write why this price was agreed."]
        return not self.errors


class AgreeForm(PriceForm):
    """Another price on a line that is there."""

    line = Hidden("")

    @property
    def line_id(self) -> int:
        """The line that the button belongs to; 0, which no line has, for anything else."""
        return row_number(self.line.data) or 0

    def validate(self, extra_validators: Any = None) -> bool:
        """The price is needed here."""
        super().validate(extra_validators)
        if not self.price.data and not self.price.errors:
            self.price.errors = ["Please type the price, like 125.00."]
        return not self.errors


class LineForm(PriceForm):
    """A further job."""

    product_page = product_address()
    name = Text("Name of the job", maxlength=80)


class StaffQuoteForm(LineForm):
    """A quote that staff make for a customer, or for a request of somebody without an account."""

    customer = Text(
        "Customer",
        maxlength=254,
        autocomplete="off",
        hint="User ID or e-mail address, exactly. Empty where a request comes from somebody without an account.",
    )
    case_number = Text("Number of the request", maxlength=9, autocomplete="off", inputmode="numeric")

    @property
    def case(self) -> int | None:
        """The request that the quote answers."""
        return row_number(self.case_number.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody must be meant."""
        super().validate(extra_validators)
        if not self.customer.data and self.case is None:
            self.customer.errors = ["Please say who the quote is for, or which request it answers."]
        return not self.errors
