"""The form that changes a house rule."""

from datetime import date, datetime, time
from typing import Any

from wtforms.validators import StopValidation

from app.foundation import clock
from app.foundation.forms import Area, Hidden, Required, ShopForm, Text


def day(typed: str) -> datetime | None:
    """The beginning of that day (`2026-11-20`) in Central time; None when it is no day."""
    try:
        return datetime.combine(date.fromisoformat(typed), time(), clock.CENTRAL)
    except ValueError:
        return None


class Start(Text):
    """A coming day, as `2026-12-01`; `read` is its beginning in Central time, None for now."""

    read: datetime | None = None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        self.read = day(self.data)
        if self.read is None:
            raise StopValidation("Please type the day as 2026-12-01, or leave it empty for now.")
        if self.read <= clock.now():
            raise StopValidation("Please type a coming day, or leave it empty for now.")


class RuleForm(ShopForm):
    """The new value, when it begins, and why."""

    value = Area("New value", maxlength=4000)
    starts = Start(
        "From which day on",
        maxlength=10,
        inputmode="numeric",
        hint="As 2026-12-01, from midnight Central time; empty means now.",
    )
    reason = Text(
        "Reason",
        [Required("Please say why the rule changes.")],
        maxlength=300,
        hint="It stands in the history. Name no customer.",
    )
    do = Hidden("What the pressed button is for", maxlength=10)
