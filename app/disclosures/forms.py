"""Staff forms: a supplier's yearly statement, shutting a door, clearing up a call, and the requirements' text."""

from app.disclosures.service.suppliers import Statement
from app.foundation.day_field import Day
from app.foundation.forms import Area, Choice, Option, Required, ShopForm, Text, Tick


class StatementForm(ShopForm):
    """What a supplier signed."""

    signer = Text(
        "Who signed for the supplier",
        [Required("Please say who signed.")],
        maxlength=120,
        hint="Name and position, as they stand under the statement.",
    )
    signed_on = Day("Signed on", [Required("Please say on which day they signed.")])
    filed = Tick(
        "Both texts were sent to them, and the signed statement is on file",
        [Required("Please send both texts first, and file the signed statement.")],
    )

    def value(self) -> Statement:
        return Statement(self.signer.data or "", self.signed_on.data)


class ShutForm(ShopForm):
    """Why a supplier's door is shut at once."""

    reason = Text("Why", [Required("Please say why, for the record.")], maxlength=400)


class ClearUpForm(ShopForm):
    """What staff found out about a call that was cut short."""

    outcome = Choice(
        "What did the supplier say?",
        [Required("Please choose what you found out.")],
        kind="radio",
        choices=[Option("arrived", "It arrived there"), Option("lost", "It never arrived")],
    )


class RequirementsForm(ShopForm):
    """A new version of what we require."""

    text = Area("The text", [Required("Please write what we require of suppliers.")], maxlength=20_000)
