"""A field for an amount of money."""

import re

from wtforms.validators import StopValidation

from app.foundation.forms import ShopForm, Text

AMOUNT = re.compile(r"\$?([0-9]{0,7})(?:\.([0-9]{1,2}))?")


class Dollars(Text):
    """An amount such as `$1,234.50`; `cents` is its value, 0 when nothing was typed."""

    cents = 0

    def __init__(self, label: str, validators: tuple[object, ...] = (), **rest: object) -> None:
        super().__init__(label, validators, **{"maxlength": 20, "inputmode": "decimal", "autocomplete": "off", **rest})  # type: ignore[arg-type]  # passed on as they came

    def pre_validate(self, form: ShopForm) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        found = AMOUNT.fullmatch("".join(self.data.split()).replace(",", ""))
        if found is None or not (found[1] or found[2]):
            raise StopValidation("Please type an amount such as 128.40.")
        self.cents = int(found[1] or 0) * 100 + int((found[2] or "").ljust(2, "0"))
