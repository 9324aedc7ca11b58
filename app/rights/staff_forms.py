"""The form in which staff enter a request that came by letter or telephone."""

from app.accounts.forms.fields import Address
from app.cases.forms import Arrival
from app.foundation.forms import Area, Choice, Option, Required, ShopForm, Text
from app.rights.forms import KIND_OPTIONS
from app.rights.service.requests import ByPost


class PostForm(ShopForm):
    """What a letter or a call asks, and where the code goes by post."""

    channel = Choice(
        "How it came",
        [Required("Please choose how it came.")],
        choices=[Option("letter", "Letter"), Option("phone", "Telephone call")],
        kind="radio",
        default="letter",
    )
    arrived = Arrival(
        "Day it came",
        maxlength=10,
        inputmode="numeric",
        hint="As 2026-11-20; empty means today. The clock starts here.",
    )
    wish = Choice(
        "What it asks", [Required("Please choose what it asks.")], choices=[Option("", "Please choose"), *KIND_OPTIONS]
    )
    name = Text(
        "Name", [Required("Please type the name for the letter.")], maxlength=120, autocomplete="off",
        purpose="Only for the letter with the code.",
    )  # fmt: skip
    reach = Area(
        "Postal address",
        [Required("Please type where the code is sent.")],
        maxlength=500,
        hint="As it stands on the letter, line by line. It proves nothing by itself: the code does.",
        purpose="Only for the letter with the code.",
    )
    email = Address(
        "E-mail address",
        autocomplete="off",
        hint="Only if the person named one: the request is then about what we hold under it.",
        purpose="Only its fingerprint is kept until the person has proven it.",
    )

    def value(self) -> ByPost:
        """What the form opens."""
        return ByPost(
            kind=self.wish.data or "",
            channel=self.channel.data or "",
            name=self.name.data or "",
            reach=self.reach.data or "",
            email=self.email.read if self.email.data else None,
            received_at=self.arrived.read,
        )
