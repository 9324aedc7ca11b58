"""The forms of erasing, closing an account and objecting."""

from typing import Any

from app.foundation.forms import Required, ShopForm, Tick
from app.permissions.purposes import ANY
from app.rights.service import objecting

SURE = "Please tick the box, so that nothing is erased by a slip."


class CloseForm(ShopForm):
    """Closing the account, with a tick beside."""

    sure = Tick("I want my account closed and erased", [Required(SURE)])


class EraseForm(ShopForm):
    """Erasing what hangs on an address, with a tick beside."""

    sure = Tick("I want this erased. It cannot be brought back", [Required(SURE)])


def _name(purpose: str) -> str:
    return "every" if purpose == ANY else f"use_{purpose}"


class ObjectForm(ShopForm):
    """One box for each use, the first for all of them."""

    def chosen(self) -> list[str]:
        """The codes of what was ticked."""
        return [code for code, _words in objecting.choices() if self[_name(code)].data]

    @property
    def ticks(self) -> list[Any]:
        """The boxes in their order."""
        return [self[_name(code)] for code, _words in objecting.choices()]


for _code, _words in objecting.choices():
    setattr(ObjectForm, _name(_code), Tick(_words))
