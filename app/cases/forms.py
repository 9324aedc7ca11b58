"""Fields that forms about cases share."""

from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms.validators import StopValidation

from app.foundation import clock, rules
from app.foundation.forms import Text


class Arrival(Text):
    """A day that has come, as `2026-11-20`; `read` is its noon in Central time, None for today."""

    read: datetime | None = None

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        try:
            day = date.fromisoformat(self.data)
        except ValueError:
            raise StopValidation("Please type the day as 2026-11-20, or leave it empty for today.") from None
        today = clock.central(clock.now()).date()
        if not today - timedelta(days=rules.whole("cases.oldest-letter-days")) <= day <= today:
            raise StopValidation("Please type a day that is not coming, and not so long ago.")
        if day < today:
            self.read = datetime.combine(day, time(12), clock.CENTRAL)
