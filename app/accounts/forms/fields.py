"""Fields and pieces that the forms of accounts share. Each field says what it is for (P32, P62)."""

from typing import Any

from wtforms.validators import StopValidation

from app.accounts import passwords, user_ids
from app.accounts.addresses import LIMITS, PostalAddress, read_address
from app.accounts.places import COUNTRIES
from app.foundation import forms
from app.foundation.forms import Choice, Choices, Option, Password, Required, ShopForm, Text
from app.foundation.version_form import VersionForm
from app.people import identifiers
from app.people.identifiers import NotUsableError

FOR_ACCOUNT = "For your account and its security."
FOR_ORDERS = "For sending your orders."
FOR_BILLING = "For billing your orders."
FOR_BOTH = "For sending and billing your orders."
FOR_PHONE = "Only for questions about your orders."
FOR_NAME = "For your orders and for writing to you."
COUNTRY_OPTIONS = Choices(Option(code, name) for code, name in COUNTRIES.items())


class UserId(Text):
    """A user ID to be chosen."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and (sentence := user_ids.complaint(self.data)):
            raise StopValidation(sentence)


class Address(forms.Email):
    """An e-mail address; `read` is its usable form."""

    read: identifiers.Email

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.read = identifiers.email(self.data)
        except NotUsableError as problem:
            raise StopValidation(str(problem)) from None


def chosen_user_id(label: str = "User ID") -> UserId:
    return UserId(
        label,
        [Required("Please choose a user ID.")],
        autocomplete="username",
        maxlength=user_ids.LONGEST,
        hint=f"For signing in: {user_ids.SHORTEST} to {user_ids.LONGEST} {user_ids.ALLOWED}. Not your e-mail address.",
        purpose=FOR_ACCOUNT,
    )


def new_password(label: str = "Password") -> Password:
    return Password(
        label,
        [Required("Please choose a password.")],
        autocomplete="new-password",
        hint=password_hint(passwords.SHORTEST),
        purpose=FOR_ACCOUNT,
    )


def password_hint(shortest: int) -> str:
    """What stands beside a new password of so many characters."""
    return f"At least {shortest} characters. Several words that only you would put together are best."


def known_password(label: str = "Password") -> Password:
    return Password(label, [Required("Please type your password.")], autocomplete="current-password")


def typed_code() -> Text:
    return Text(
        "Code from the mail",
        [Required("Please type the six digits from the mail.")],
        inputmode="numeric",
        autocomplete="one-time-code",
        maxlength=40,
    )


def email_address(purpose: str = FOR_ACCOUNT) -> Address:
    return Address("E-mail address", [Required("Please type your e-mail address.")], purpose=purpose)


def own_name() -> Text:
    return Text("Your name", [Required("Please type your name.")], autocomplete="name", maxlength=120, purpose=FOR_NAME)


def greeting_name() -> Text:
    return Text(
        "How to address you",
        hint="What stands after “Hello”. Empty means your whole name.",
        autocomplete="nickname",
        maxlength=60,
        purpose="For greeting you on pages and in mail.",
    )


class PurposefulForm(ShopForm):
    """A form whose fields' purpose sentences are stored with their values."""

    def purposes(self) -> dict[str, str]:
        """The sentence beside each field, by field name."""
        return {field.name: field.purpose for field in self if getattr(field, "purpose", "")}


class VersionedForm(PurposefulForm, VersionForm):
    """A form of a row that others may change meanwhile, whose purpose sentences are stored."""

    def differences(self) -> list[tuple[str, str]]:
        """Label and stored value of every field that stands otherwise than it was typed."""
        if self.stale is None:
            return []
        return [
            (str(self[name].label.text), value or "(empty)")
            for name, value in self.stale.items()
            if name != "version" and name in self and (self[name].data or "") != value
        ]


def address_fields(prefix: str, purpose: str, kind: str) -> dict[str, Any]:
    """The fields of a postal address, named with `prefix`; `kind` is the autocomplete section."""

    def text(part: str, label: str, token: str, **rest: Any) -> Text:
        return Text(label, autocomplete=f"{kind} {token}", maxlength=LIMITS[part], purpose=purpose, **rest)

    return {
        f"{prefix}company": text("company", "Company", "organization"),
        f"{prefix}line1": text("line1", "Street and number, or box", "address-line1"),
        f"{prefix}line2": text("line2", "Suite, floor, unit", "address-line2"),
        f"{prefix}city": text("city", "City", "address-level2"),
        f"{prefix}region": text("region", "State or province", "address-level1", hint="MN or Minnesota, for instance."),
        f"{prefix}postal_code": text("postal_code", "ZIP or postal code", "postal-code"),
        f"{prefix}country": Choice(
            "Country", choices=COUNTRY_OPTIONS, default="US", autocomplete=f"{kind} country", purpose=purpose
        ),
    }


class AddressReading(PurposefulForm):
    """Reads postal addresses out of a form's fields."""

    def read_address(self, name: str, prefix: str = "") -> PostalAddress | None:
        """The address under that name; None after putting a sentence beside each part that needs mending."""
        parts = [part for part in [*LIMITS, "country"] if part != "name"]
        result = read_address({"name": name} | {part: self[prefix + part].data or "" for part in parts})
        for part, sentence in result.errors.items():
            field = self._fields.get(prefix + part)
            if field is not None and not field.errors:
                field.errors = [sentence]
        return result.address
