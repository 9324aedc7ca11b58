"""The forms of companies. Each field that takes something personal says what for (P32)."""

from app.companies.roles import ROLES
from app.companies.service import Invited, Place, Rules
from app.foundation.forms import Choice, Email, Option, Required, ShopForm, Text, Tick
from app.foundation.money_field import Dollars
from app.foundation.version_form import VersionForm
from app.people import identifiers
from app.people.identifiers import NotUsableError

OFFERED = [Option(role.code, role.name, role.words) for role in ROLES.values()]
NOT_USABLE = "This is no e-mail address that mail can reach. Please check it."
NO_LIMIT = "Such as 500.00. Empty means no limit."


def cents_of(field: Dollars) -> int | None:
    """The amount in cents; None where nothing was typed."""
    return field.cents if field.data else None


class CompanyForm(VersionForm):
    """A company's name and its own rules."""

    name = Text(
        "Name of the company",
        [Required("Please type the name of your company.")],
        maxlength=120,
        autocomplete="organization",
        purpose="Shown to the people whom you invite, and with the orders that they place for it.",
    )
    limit = Dollars(
        "Limit for new buyers, for one order", hint=f"{NO_LIMIT} You can give each buyer another one, at any time."
    )
    po_required = Tick(
        "Every order needs a purchase-order number",
        default=False,
        hint="Nobody can then place an order for the company without one.",
    )

    @property
    def rules(self) -> Rules:
        """What was typed."""
        return Rules(self.name.data or "", cents_of(self.limit), bool(self.po_required.data))


class PlaceForm(VersionForm):
    """A member's role and limit."""

    role = Choice("Role", [Required("Please choose a role.")], choices=OFFERED, kind="radio")
    limit = Dollars("Limit for one order", hint=f"{NO_LIMIT} An order over the limit waits until somebody approves it.")

    @property
    def place(self) -> Place:
        """What was chosen."""
        return Place(self.role.data or "", cents_of(self.limit))


class InviteForm(ShopForm):
    """Whom to invite, and as what."""

    email = Email(
        "E-mail address",
        [Required("Please type the e-mail address to invite.")],
        autocomplete="off",
        purpose="Only to mail this invitation. We then keep the address shortened, and a fingerprint of it.",
    )
    role = Choice("Role", [Required("Please choose a role.")], choices=OFFERED, kind="radio", default="buyer")
    limit = Dollars("Limit for one order", hint=f"{NO_LIMIT} An order over the limit waits until somebody approves it.")

    def validate(self, extra_validators: object = None) -> bool:
        good = bool(super().validate(extra_validators))
        if self.email.data and not self.email.errors:
            try:
                self.address = identifiers.email(self.email.data)
            except NotUsableError:
                self.email.errors = [NOT_USABLE]
                return False
        return good

    @property
    def invited(self) -> Invited:
        """What was typed, once the form is good."""
        return Invited(self.address, Place(self.role.data or "", cents_of(self.limit)))


class EndingForm(VersionForm):
    """Nothing to fill in: the button ends a membership, as the page showed it."""


class ButtonForm(ShopForm):
    """Nothing to fill in: the button does it."""
