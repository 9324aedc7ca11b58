"""The base form and fields: WTForms parses and validates, one plain Jinja macro draws.

Every field knows its label, hint, purpose sentence and autocomplete token; templates use only the
attributes of `Drawn`.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import wtforms
from flask import g
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.validators import StopValidation

from app.foundation.card_numbers import holds_card_number
from app.foundation.errors import Refusal, Stale
from app.foundation.row_numbers import row_number

STALE_PAGE = (
    "This page was open too long to be safe, so nothing was saved. What you typed is still here: please send it again."
)
CARD_TYPED = "This looks like a card number, so it was not kept. A card is typed on the card processor's own page only."
ALLOWED_CONTROLS = {"\n", "\t"}
_LAST_OF_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
NEVER_SHOWN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""What no HTML page may hold."""


@dataclass(frozen=True)
class Option:
    """One choice of a select, radio group or checkbox group; `reason` says why it is disabled."""

    value: str
    label: str
    hint: str = ""
    disabled: bool = False
    reason: str = ""
    selected: bool = False


class Choices(tuple[Option, ...]):
    """A long list that never changes, such as all countries: drawn once, since drawing it is most of a page's cost."""

    @cached_property
    def markup(self) -> Markup:
        """Every option, none of them selected."""
        return Markup("\n").join(Markup('<option value="{}">{}</option>').format(o.value, o.label) for o in self)

    def selecting(self, value: str) -> Markup:
        """The options with that one selected."""
        start = Markup('<option value="{}"').format(value)
        # The text itself is replaced: the method of Markup would escape what comes in its place.
        return Markup(str.replace(self.markup, f"{start}>", f"{start} selected>", 1))  # noqa: S704  # both are markup


class Required:
    """Something must be given; `sentence` says what."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()) or field.data is False:
            field.errors = []
            raise StopValidation(self.sentence)


def described_by(field: Any) -> str:
    """The ids of a drawn field's error, hint and purpose, as far as it has them."""
    told = (("error", field.errors), ("hint", field.hint), ("purpose", field.purpose))
    return " ".join([f"{field.id}-{part}" for part, text in told if text])


class Drawn:
    """What a template may ask of any field."""

    kind = "text"
    secret = False

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        hint: str = "",
        purpose: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        maxlength: int = 0,
        **rest: Any,
    ) -> None:
        super().__init__(label, list(validators), **rest)  # type: ignore[call-arg]  # the next class is a wtforms field
        self.hint, self.purpose = hint, purpose
        self.autocomplete, self.inputmode, self.maxlength = autocomplete, inputmode, maxlength

    def process(self, formdata: Any, *rest: Any, **named: Any) -> None:
        """Read what was sent; a file where text belongs counts as nothing."""
        if formdata is not None and self.kind != "file":
            name = self.name  # type: ignore[attr-defined]  # a wtforms field has a name
            typed = [item for item in formdata.getlist(name) if isinstance(item, str)]
            formdata = MultiDict({name: typed} if typed else {})
        super().process(formdata, *rest, **named)  # type: ignore[misc]  # the next class is a wtforms field

    @property
    def required(self) -> bool:
        return bool(getattr(self.flags, "required", False))  # type: ignore[attr-defined]  # a wtforms field has flags

    @property
    def shown(self) -> str:
        """What stands in the box: what was typed; nothing for a secret."""
        if self.secret:
            return ""
        raw = self.raw_data if hasattr(self, "raw_data") else None
        if raw and isinstance(raw[0], str):
            return NEVER_SHOWN.sub("", raw[0])
        data = getattr(self, "data", None)
        return "" if data is None else str(data)

    @property
    def blank(self) -> bool:
        """Whether the field is drawn as it is for everybody: nothing typed, nothing filled in, nothing to mend."""
        if self.raw_data or self.errors:  # type: ignore[attr-defined]  # a wtforms field has both
            return False
        return self.data in {None, "", self.default}  # type: ignore[attr-defined]  # as above

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the field, for `aria-describedby`."""
        return described_by(self)

    @property
    def options(self) -> list[Option]:
        return []

    @property
    def drawn_options(self) -> str:
        """The options of a long list that never changes, as markup; empty where the macro draws them."""
        return ""

    @property
    def checked(self) -> bool:
        return False


class Text(Drawn, wtforms.StringField):
    """One line of text: trimmed, in NFC, without control characters, never silently cut."""

    lines = False
    refuses_cards = True

    def __init__(self, label: str, validators: Sequence[Any] = (), *, maxlength: int = 200, **rest: Any) -> None:
        super().__init__(label, validators, maxlength=maxlength, **rest)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = unicodedata.normalize("NFC", valuelist[0].replace("\r\n", "\n")).strip()

    def pre_validate(self, form: Any) -> None:
        # What was not sent at all keeps the value that the page began with, which need not be a text.
        data = self.data if isinstance(self.data, str) else ""
        allowed = ALLOWED_CONTROLS if self.lines else set()
        controls = any(unicodedata.category(char) == "Cc" and char not in allowed for char in data)
        if controls or NEVER_SHOWN.search(data):
            raise StopValidation("This holds a character that cannot be printed. Please type it again without it.")
        if self.maxlength and len(data) > self.maxlength:
            raise StopValidation(f"This may have at most {self.maxlength:,} characters; it has {len(data):,}.")
        if self.refuses_cards and holds_card_number(data):
            # Not shown again either: the one thing typed that is better lost (P20).
            self.data, self.raw_data = "", None
            raise StopValidation(CARD_TYPED)


class Email(Text):
    """An e-mail address as typed; rooms normalise it."""

    kind = "email"

    def __init__(self, label: str, validators: Sequence[Any] = (), **rest: Any) -> None:
        settings: dict[str, Any] = {"autocomplete": "email", "inputmode": "email", "maxlength": 254}
        super().__init__(label, validators, **(settings | rest))


class Telephone(Text):
    """A telephone number as typed."""

    kind = "tel"
    refuses_cards = False  # a long foreign number may by chance end in the right check digit

    def __init__(self, label: str, validators: Sequence[Any] = (), **rest: Any) -> None:
        settings: dict[str, Any] = {"autocomplete": "tel", "inputmode": "tel", "maxlength": 40}
        super().__init__(label, validators, **(settings | rest))


class Area(Text):
    """Several lines of text."""

    kind = "textarea"
    lines = True


class Password(Drawn, wtforms.StringField):
    """A secret: never trimmed, never shown again."""

    kind = "password"
    secret = True


class Hidden(Text):
    """Carried along, not shown."""

    kind = "hidden"


class Whole(Drawn, wtforms.StringField):
    """A whole number of at most nine digits; thousands separators are forgiven. `data` is an int or None."""

    kind = "number"
    data: int | None

    def __init__(
        self, label: str, validators: Sequence[Any] = (), *, least: int = 0, most: int = 999_999_999, **rest: Any
    ) -> None:
        super().__init__(label, validators, inputmode=rest.pop("inputmode", "numeric"), **rest)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = row_number((valuelist[0] if valuelist else "").replace(",", ""))

    def pre_validate(self, form: Any) -> None:
        typed = (self.raw_data or [""])[0]
        if self.data is None and isinstance(typed, str) and typed.strip():
            raise StopValidation("Please type a whole number, like 250.")
        if self.data is not None and not self.least <= self.data <= self.most:
            raise StopValidation(f"Please choose from {self.least:,} to {self.most:,}.")


class Tick(Drawn, wtforms.BooleanField):
    """A box to tick."""

    kind = "checkbox"

    @property
    def checked(self) -> bool:
        return bool(self.data)

    @property
    def shown(self) -> str:
        return "y"


class Choice(Drawn, wtforms.StringField):
    """One of a list. `choices` are `Option`s, given at the making or set on the field before validation."""

    kind = "select"

    def __init__(
        self,
        label: str,
        validators: Sequence[Any] = (),
        *,
        choices: Sequence[Option] = (),
        kind: str = "select",
        **rest: Any,
    ) -> None:
        super().__init__(label, validators, **rest)
        self.choices: Sequence[Option] = choices if isinstance(choices, Choices) else list(choices)
        self.kind = kind

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        for option in self.choices:
            if option.value == self.data:
                if option.disabled:
                    raise StopValidation(option.reason or "This choice is not available.")
                return
        raise StopValidation("Please choose one of the list.")

    @property
    def options(self) -> list[Option]:
        return [
            Option(o.value, o.label, o.hint, o.disabled, o.reason, selected=o.value == (self.data or ""))
            for o in self.choices
        ]

    @property
    def drawn_options(self) -> str:
        return self.choices.selecting(self.data or "") if isinstance(self.choices, Choices) else ""


class Upload(Drawn, wtforms.FileField):
    """A file, as werkzeug's `FileStorage`; None when nothing was chosen."""

    kind = "file"
    secret = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = [item for item in valuelist if getattr(item, "filename", "")]
        self.data = chosen[0] if chosen else None


class ShopForm(FlaskForm):
    """The base of every form: its token, its errors, and how a verb's refusal becomes one of them."""

    def sent(self) -> bool:
        """Whether the form was posted and everything in it is good. With a stale token nothing is."""
        if not self.is_submitted():
            return False
        good = bool(self.validate())
        if g.get("token_refused", False):
            self.form_errors.append(STALE_PAGE)
            return False
        return good

    def accepts(self, verb: Callable[[], Any]) -> bool:
        """Run the verb; a refusal becomes the error of its field, or of the form."""
        try:
            verb()
        except Refusal as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Put the refusal's sentence beside its field."""
        field = self._fields.get(refusal.field or "")
        if isinstance(refusal, Stale):
            self.stale = refusal.current
        if field is None:
            self.form_errors.append(refusal.sentence)
        else:
            field.errors = [*field.errors, refusal.sentence]

    stale: dict[str, str] | None = None

    @property
    def status(self) -> int:
        """The status of the page that shows this form: 422 when it holds errors."""
        return 422 if self.is_submitted() and (self.errors or self.form_errors) else 200
