"""The forms by which something is put right, by the person and by staff."""

from collections.abc import Mapping
from typing import Any

from app.accounts.addresses import LIMITS, PostalAddress
from app.accounts.forms.fields import AddressReading, PurposefulForm, address_fields
from app.accounts.service.correcting import Holding, Value
from app.foundation.forms import Area, Choice, Hidden, Option, Required, ShopForm, Telephone, Text, Whole

FOR = "For what the old one was given for."


class FieldForm(ShopForm):
    """Which value is wrong."""

    field = Choice("What is wrong", [Required("Please choose what is wrong.")], kind="radio")


class TextCorrection(PurposefulForm):
    """What is right, in one line."""

    field = Hidden("")
    new = Text("What is right", hint="Empty takes the old one out, where it is not needed.", purpose=FOR)

    @property
    def value(self) -> Value:
        return self.new.data or ""


class PhoneCorrection(TextCorrection):
    """A telephone number that is right."""

    new = Telephone(
        "What is right",
        hint="With +, country code and number if outside the US. Empty takes the old one out.",
        purpose=FOR,
    )


class _Recipient:
    name = Text(
        "Name on the parcel", [Required("Please say who receives post at this address.")],
        autocomplete="shipping name", maxlength=LIMITS["name"], purpose=FOR,
    )  # fmt: skip


_Parts = type("_Parts", (), address_fields("", FOR, "shipping"))


class AddressCorrection(AddressReading, _Recipient, _Parts):  # type: ignore[misc, valid-type]  # made of parts
    """An address that is right."""

    field = Hidden("")
    value: PostalAddress

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        address = self.read_address(self.name.data or "")
        if address is not None:
            self.value = address
        return good and address is not None


def form_for(holding: Holding) -> TextCorrection | AddressCorrection:
    """The form that fits the value, filled in with what stands."""
    if isinstance(holding.value, PostalAddress):
        return AddressCorrection(data=holding.value.parts() | {"field": holding.field})
    kind = PhoneCorrection if holding.field == "phone" else TextCorrection
    return kind(data={"field": holding.field, "new": holding.words})


def options(held: Mapping[str, Holding], left_out: frozenset[str] = frozenset()) -> list[Option]:
    """The values that can be chosen, with what stands where that tells them apart."""
    return [
        Option(field, holding.label + (f": {', '.join(holding.words.splitlines()[:3])}" if ":" in field else ""))
        for field, holding in held.items()
        if field not in left_out
    ]


class UndoForm(ShopForm):
    """The button that puts an earlier value back."""

    field = Hidden("")


class SuggestionForm(ShopForm):
    """The buttons that take a suggestion or leave it."""

    suggestion = Whole("", [Required("There is no such suggestion.")], least=1)
    do = Choice("", [Required("Please choose.")], choices=[Option("take", "Take"), Option("leave", "Leave")])


class DecisionForm(ShopForm):
    """Staff apply or refuse a correction."""

    do = Choice("", [Required("Please choose.")], choices=[Option("apply", "Apply"), Option("refuse", "Refuse")])
    reason = Area("Why not, if you refuse", maxlength=1000, hint="The person reads it.")


class DoneForm(ShopForm):
    """Nothing to fill in: the button marks a task done."""


class WordsForm(ShopForm):
    """What is wrong and what is right, in words: for somebody of whom no account is known."""

    words = Area(
        "What is wrong, and what is right",
        [Required("Please write what is wrong, and what is right.")],
        maxlength=2000,
        hint="For instance: my name stands as Kimm, and it is Kim. Never a password or a card number.",
        purpose="Only to put it right and to answer you.",
    )
