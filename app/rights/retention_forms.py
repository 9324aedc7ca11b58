"""Staff forms of retention: a legal hold and its end."""

from datetime import UTC, datetime, time

from app.foundation.day_field import Day
from app.foundation.errors import Refusal
from app.foundation.forms import Area, Required, ShopForm, Text
from app.people import identifiers
from app.people import service as people
from app.permissions.subjects import Subject
from app.rights.service.holds import Wanted, person_of


class HoldForm(ShopForm):
    """Whose information a legal matter keeps, why, and until when."""

    who = Text(
        "Whose information is it?",
        [Required("Please say whose information is to be kept.")],
        maxlength=254,
        hint="A user ID, an e-mail address, or an order number.",
    )
    case_ref = Text("Number of the legal matter", [Required("Please give the number of the legal matter.")])
    reason = Area(
        "Which duty asks for it?",
        [Required("Please say which duty asks for the hold.")],
        maxlength=1000,
        hint="No names: staff read this, and auditors.",
    )
    until = Day("Until which day?", [Required("Please give the last day of the hold.")])

    def value(self) -> Wanted:
        """The hold that is asked for.

        Raises:
            Refusal: nobody of that name is known here.
        """
        end = datetime.combine(self.until.data, time(23, 59, 59), UTC)
        return Wanted(_whose(self.who.data or ""), self.reason.data or "", self.case_ref.data or "", end)


def _whose(typed: str) -> Subject:
    if "@" in typed:
        try:
            key = identifiers.email(typed).key
        except identifiers.NotUsableError:
            raise Refusal("This is no e-mail address. Please look at it again.", "who") from None
        return Subject(people.person_of("email", key), key)
    person_id = person_of(typed.strip())
    if not person_id:
        raise Refusal("Nobody here has this user ID or order number.", "who")
    return Subject(person_id)


class EndForm(ShopForm):
    """Nothing to fill in: the button ends the hold."""
