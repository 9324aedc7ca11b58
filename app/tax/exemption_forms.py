"""The forms of tax exemption certificates. Each field says what it is for (P32)."""

from typing import Any

from app.accounts.places import STATES
from app.foundation.day_field import Day
from app.foundation.forms import Area, Choice, Choices, Option, Required, ShopForm, Text, Upload
from app.tax.exemptions import Certificate

WHY = "For billing: to leave sales tax off your orders to that state, and to show the state why."
OFFERED = Choices((Option("", "Choose a state"), *(Option(code, name) for code, name in STATES.items())))


class CertificateForm(ShopForm):
    """A certificate that a customer sends."""

    state = Choice("State", [Required("Please choose the state that it is for.")], choices=OFFERED, purpose=WHY)
    number = Text(
        "Number on the certificate",
        [Required("Please type the number that stands on the certificate.")],
        maxlength=60,
        autocomplete="off",
        purpose=WHY,
    )
    first_day = Day(
        "First day", [Required("Please give the day from which it holds.")], hint="Such as 2026-01-31.", purpose=WHY
    )
    last_day = Day("Last day", hint="Leave it empty when the certificate names none.", purpose=WHY)
    certificate = Upload(
        "The certificate",
        [Required("Please choose the file of the certificate.")],
        hint="A PDF, or a picture of it (PNG or JPEG), at most 10 MB.",
        purpose=WHY,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and self.last_day.data is not None and self.last_day.data < self.first_day.data:
            self.last_day.errors = ["The last day comes before the first."]
            return False
        return good

    def value(self) -> Certificate:
        """What was typed."""
        return Certificate(self.state.data or "", self.number.data or "", self.first_day.data, self.last_day.data)


class RefusalForm(ShopForm):
    """Why a certificate cannot be used."""

    reason = Area(
        "Why can it not be used?",
        [Required("Please say why: the customer reads it and mends it.")],
        maxlength=500,
        hint="The customer gets these words by mail. Such as: It is for resale in Iowa, and your orders go to Ohio.",
    )
