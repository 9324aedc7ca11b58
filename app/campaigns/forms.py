"""The forms of mail to many."""

from datetime import datetime
from typing import Any

from wtforms.validators import StopValidation

from app.campaigns import letters
from app.campaigns.service.writing import Wanted
from app.campaigns.wording import LONGEST
from app.foundation.forms import Area, Choice, Option, Required, ShopForm, Text
from app.foundation.version_form import VersionForm
from app.policy.forms import Minute

AT_ONCE, LATER = "at-once", "later"


class RunForm(VersionForm):
    """What a site update says."""

    subject = Text(
        "Subject",
        [Required("Please write a subject: what is new, in a few words.")],
        maxlength=120,
        hint="It is the subject of the mail and the title on the list of updates.",
    )
    body = Area(
        "Text",
        [Required("Please write what is new.")],
        maxlength=LONGEST,
        hint="In Markdown: ## heading, **strong**, - list, [words](/products). No pictures. Each mail begins with a "
        "greeting and ends with why it came and how to stop it; that end cannot be removed.",
    )

    def validate_body(self, field: Any) -> None:
        """Refuse a text whose links lead nowhere."""
        if found := letters.problems(field.data or ""):
            raise StopValidation(" ".join(found))

    def value(self) -> Wanted:
        return Wanted(" ".join((self.subject.data or "").split()), self.body.data or "")


class ApprovalForm(VersionForm):
    """The word of the one who approves exactly this text."""


class ScheduleForm(ShopForm):
    """When a mail to many begins."""

    starts = Choice(
        "When does it begin?",
        [Required("Please choose when it begins.")],
        kind="radio",
        choices=[Option(AT_ONCE, "At once"), Option(LATER, "At a later time")],
    )
    at = Minute("Date and time, in Central time", hint="Only for a later time.")

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        if good and self.starts.data == LATER and self.at.data is None:
            self.at.errors = ["Please say when it begins."]
            return False
        return good

    @property
    def minute(self) -> datetime | None:
        """When it is to begin; None means at once."""
        return self.at.data if self.starts.data == LATER else None


class WithdrawalForm(ShopForm):
    """Why an update is taken back."""

    why = Text(
        "Why is it withdrawn?", [Required("Please say why, in a few words.")], maxlength=400, hint="Only staff read it."
    )
