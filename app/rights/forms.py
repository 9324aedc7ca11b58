"""The forms of requests about oneself. Each field says what it is for (P32)."""

from app.accounts.forms.fields import Address, email_address
from app.cases.states import REQUESTS
from app.foundation.forms import Choice, Option, Required, ShopForm, Text, Whole
from app.foundation.money_field import Dollars
from app.rights.service.requests import Facts

WISHES = {
    "information": ("See what you hold about me", "Everything we have, where it came from and who else got it."),
    "correction": ("Have something corrected", "A wrong name, address, telephone number or billing detail."),
    "erasure": ("Have it erased", "You see first what goes, and what the law makes us keep."),
    "objection": ("Object to a use", "We stop using it for what you name, or for everything that can be stopped."),
}
"""What can be asked, in the words of whoever asks."""
TO_PROVE = "Only to check that it is you who asks."


def wish(label: str) -> Choice:
    return Choice(
        label,
        [Required("Please choose what you want.")],
        choices=[Option(code, words, hint) for code, (words, hint) in WISHES.items()],
        kind="radio",
        default="information",
    )


class AskForm(ShopForm):
    """A request by whoever comes along."""

    wish = wish("What do you want?")
    email = email_address("Only to send you a code. Until you type it we keep a fingerprint of the address, no more.")


class WishForm(ShopForm):
    """A request of somebody who is signed in."""

    wish = wish("What do you want?")


class ProveForm(ShopForm):
    """The code, with the address that the request is about."""

    email = Address(
        "E-mail address", hint="The one that you asked with. A letter may have named none.", purpose=TO_PROVE
    )
    code = Text(
        "Code",
        [Required("Please type the code from our mail or letter.")],
        autocomplete="one-time-code",
        maxlength=60,
        hint="Six digits from the mail, or twelve letters and digits from a letter.",
    )


class NewCodeForm(ShopForm):
    """Another code by mail."""

    address = email_address("Only to send you the code, if it is the address of this request.")


class FactsForm(ShopForm):
    """What only the person knows."""

    order_number = Whole("Number of an order", hint="Such as 10001.", purpose=TO_PROVE)
    postal_code = Text("ZIP code that it went to", maxlength=20, autocomplete="off", purpose=TO_PROVE)
    total = Dollars(
        "Total of your last invoice", maxlength=20, inputmode="decimal", autocomplete="off", purpose=TO_PROVE
    )
    message_number = Whole("Number of an earlier message to us", hint="Such as 40001.", purpose=TO_PROVE)
    message_code = Text("The code of that message", maxlength=60, autocomplete="off", purpose=TO_PROVE)

    def value(self) -> Facts:
        """What was told."""
        return Facts(
            order_number=self.order_number.data or 0,
            postal_code=self.postal_code.data or "",
            total_cents=self.total.cents,
            message_number=self.message_number.data or 0,
            message_code=self.message_code.data or "",
        )


class GoOnForm(ShopForm):
    """Nothing to fill in: the button goes on."""


KIND_OPTIONS = [Option(code, words) for code, words in REQUESTS.items()]
