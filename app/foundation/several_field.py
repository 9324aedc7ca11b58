"""A field for any number of a list."""

from typing import Any

from wtforms.validators import StopValidation

from app.foundation.forms import Choice, Option


class Several(Choice):
    """Any number of a list, as boxes to tick; `data` is a list of values."""

    data: Any

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: Any) -> None:
        if not set(self.data) <= {option.value for option in self.choices}:
            raise StopValidation("Please choose from the list.")

    @property
    def shown(self) -> str:
        return " ".join(self.data)

    @property
    def options(self) -> list[Option]:
        return [Option(o.value, o.label, o.hint, selected=o.value in self.data) for o in self.choices]
