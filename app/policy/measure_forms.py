"""Staff forms of the security measures: what one says, a look at it, and its end."""

from collections.abc import Sequence
from typing import Any

from app.foundation.day_field import Day
from app.foundation.forms import Area, Choice, Option, Required, ShopForm, Text, Whole
from app.foundation.version_form import VersionForm
from app.policy.service.measures import Look, Wanted
from app.policy.views.measures import KINDS, MeasureLine

CLAUSE = "security-measures"
FOUND = (Option("yes", "It is in place"), Option("no", "Something is missing"))


class MeasureForm(VersionForm):
    """What a measure says."""

    title = Text(
        "Name",
        [Required("Please give the measure a name.")],
        maxlength=120,
        hint="Everybody can read it on the site. Say nothing that would help a burglar.",
    )
    words = Area("What it is", maxlength=2000, hint="Only for staff: what is done, and what to look at.")
    kind = Choice(
        "What kind of measure is it?",
        [Required("Please choose what kind of measure this is.")],
        kind="radio",
        choices=[Option(code, words) for code, words in KINDS.items()],
    )
    clause = Choice("Which sentence of the policy does it keep?", [Required("Please choose a clause.")])
    owner = Text(
        "Whose task is it?",
        [Required("Please say whose task it is.")],
        maxlength=80,
        hint="A role, such as Production lead; never a person's name.",
    )
    every_days = Whole(
        "How often is it looked at? Every so many days",
        [Required("Please say after how many days it is looked at again.")],
        least=1,
        most=1095,
    )

    def offer(self, clauses: Sequence[tuple[str, str]]) -> None:
        """The clauses to choose from: anchors and headings."""
        self.clause.choices = [Option(anchor, heading) for anchor, heading in clauses]

    def value(self) -> Wanted:
        return Wanted(
            self.title.data or "",
            self.words.data or "",
            self.kind.data or "",
            self.clause.data or "",
            self.owner.data or "",
            self.every_days.data or 1,
        )


def filled(line: MeasureLine) -> dict[str, Any]:
    """The values of a measure for its form."""
    names = ("title", "words", "kind", "clause", "owner", "every_days", "version")
    return {name: getattr(line, name) for name in names}


class LookForm(ShopForm):
    """What somebody found who looked at a measure."""

    done_on = Day("On which day did you look?", [Required("Please say on which day you looked.")])
    in_place = Choice("What did you find?", [Required("Please say what you found.")], kind="radio", choices=FOUND)
    note = Area("In a few words", maxlength=1000, hint="Needed where something is missing: what, and what happens now.")
    evidence = Text("Where can it be seen?", maxlength=400, hint="A folder, a photo, a number. Only for staff.")

    def value(self) -> Look:
        return Look(self.done_on.data, self.in_place.data == "yes", self.note.data or "", self.evidence.data or "")


class EndForm(VersionForm):
    """Taking a measure out of service."""
