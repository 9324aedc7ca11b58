"""A field for a day."""

from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from app.foundation.forms import Text


class Day(Text):
    """A day, as a browser's date box sends it. `data` is a date or None."""

    kind = "date"
    data: Any

    def __init__(self, label: str, validators: Any = (), **rest: Any) -> None:
        super().__init__(label, validators, **{"maxlength": 0, **rest})

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = (valuelist[0] if valuelist else "").strip()
        self.data = _day(self.typed)

    typed = ""

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self.typed:
            raise StopValidation("Please write the day like 2027-01-31.")


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None
