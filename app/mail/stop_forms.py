"""The forms of choices about mail. None of them asks for a reason."""

from wtforms.validators import StopValidation

from app.foundation.forms import Email, Hidden, Required, ShopForm, Text
from app.people import identifiers


class AddressForm(ShopForm):
    """The address whose choices are to be opened; `why` goes back to the page of a mail afterwards."""

    email = Email(
        "E-mail address",
        [Required("Please type the address that our mail comes to.")],
        purpose="Only to send you a code. We keep a fingerprint of the address until you have made your choices.",
    )
    why = Hidden("A mail")
    read: identifiers.Email

    def validate_email(self, field: Email) -> None:
        """Keep what was read in `read`."""
        try:
            self.read = identifiers.email(field.data or "")
        except identifiers.NotUsableError as trouble:
            raise StopValidation(str(trouble)) from None


class CodeForm(ShopForm):
    """The code from the mail."""

    code = Text(
        "Code",
        [Required("Please type the six digits from our mail.")],
        autocomplete="one-time-code",
        inputmode="numeric",
        maxlength=20,
    )
    why = Hidden("A mail")


class ChoiceForm(ShopForm):
    """One choice: a purpose, a way, and the button pressed."""

    purpose = Hidden("What for")
    channel = Hidden("By which way")
    do = Hidden("Your choice")


class ReferenceForm(ShopForm):
    """The reference at the foot of a mail or letter."""

    reference = Text(
        "Reference",
        [Required("Please type the twelve letters and digits at the foot of the mail or letter.")],
        hint="Twelve letters and digits, such as 7K2Q-M4TX-W9HB.",
        maxlength=40,
        autocomplete="off",
    )
