"""The forms of requests for a quote. Each field says what it is for (P32)."""

from datetime import date
from typing import Any

from app.accounts.forms.fields import email_address
from app.artwork.forms import artwork_field
from app.foundation.day_field import Day
from app.foundation.forms import Area, Required, ShopForm, Text, Whole
from app.orders.wanted import SentFile
from app.quotes.wanted import NewRequest

ONLY_TO_ANSWER = "Only to answer this request."


class RequestForm(ShopForm):
    """What somebody wants a price for, beyond what the product pages offer."""

    what = Area(
        "What would you like?",
        [Required("Please say what you would like.")],
        maxlength=4000,
        hint="Size, paper, colors, pages, folding: whatever you know. A photo or a sample helps us later.",
        purpose="Only for the people who work out your price.",
    )
    quantity = Whole("How many?", [Required("Please say how many, like 250.")], least=1, most=10_000_000)
    wanted_by = Day("In hands by", hint="Empty if there is no hurry.")
    name = Text("Your name", autocomplete="name", maxlength=120, purpose="For addressing you in our answer.")
    email = email_address(f"{ONLY_TO_ANSWER} The answer itself is not mailed: it waits on this site.")

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field; a day that is over helps nobody."""
        super().validate(extra_validators)
        if self.wanted_by.data is not None and self.wanted_by.data < self.today:
            self.wanted_by.errors = [*self.wanted_by.errors, "Please choose a day to come."]
        return not self.errors

    today = date.min
    """The shop's day, put in before the form is read."""

    def value(self, person_id: int | None, account_id: int | None) -> NewRequest:
        """What was asked, once the form is good; only a sign-in makes it somebody's own."""
        return NewRequest(
            what=self.what.data or "",
            quantity=self.quantity.data or 0,
            wanted_by=self.wanted_by.data,
            name=self.name.data or "",
            email=self.email.read,
            person_id=person_id,
            account_id=account_id,
        )


class RequestReplyForm(ShopForm):
    """A further message in the same request."""

    message = Area(
        "Write again",
        [Required("Please write your message.")],
        maxlength=5000,
        hint="Never a password or a card number; we need neither.",
        purpose="Only for the people who work out your price.",
    )


class RequestFileForm(ShopForm):
    """A file beside a customer's own request."""

    artwork = artwork_field("Another PDF", required=True)

    @property
    def file(self) -> SentFile:
        """The file that was chosen, once the form is good."""
        sent: Any = self.artwork.data
        return SentFile(sent.filename, sent.stream)
