"""Forms for changing an account."""

from typing import Any

from app.accounts import passwords
from app.accounts.addresses import LIMITS, PostalAddress
from app.accounts.forms.fields import (
    FOR_BILLING,
    FOR_BOTH,
    FOR_PHONE,
    AddressReading,
    PurposefulForm,
    VersionedForm,
    address_fields,
    chosen_user_id,
    email_address,
    greeting_name,
    known_password,
    new_password,
    own_name,
    password_hint,
)
from app.accounts.service.billing import Billing
from app.accounts.service.profile import Profile
from app.foundation import forms
from app.foundation.forms import Required, ShopForm, Text, Tick


class _Recipient:
    name = Text(
        "Name on the parcel", [Required("Please say who receives post at this address.")],
        autocomplete="shipping name", maxlength=LIMITS["name"], purpose=FOR_BOTH,
    )  # fmt: skip


_EntryFields = type("_EntryFields", (), address_fields("", FOR_BOTH, "shipping"))


class AddressForm(VersionedForm, AddressReading, _Recipient, _EntryFields):  # type: ignore[misc, valid-type]  # made of parts
    """An entry of the address book."""

    for_shipping = Tick("Offer this address first for shipping")
    for_billing = Tick("Offer this address first for billing")
    address: PostalAddress

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        address = self.read_address(self.name.data or "")
        if address is not None:
            self.address = address
        return good and address is not None


class ProfileForm(VersionedForm):
    """Names and telephone."""

    name = own_name()
    greeting = greeting_name()
    phone = forms.Telephone("Telephone", purpose=FOR_PHONE, hint="With +, country code and number if outside the US.")

    def value(self) -> Profile:
        return Profile(self.name.data or "", self.greeting.data or "", self.phone.data or "", self.purposes())


class BillingForm(VersionedForm):
    """What stands on invoices."""

    company = Text("Company on the invoice", autocomplete="organization", maxlength=120, purpose=FOR_BILLING)
    tax_id = Text("Tax ID", maxlength=40, purpose="For billing, if your books need it on the invoice.")
    po_number = Text(
        "Purchase-order number",
        maxlength=40,
        purpose=FOR_BILLING,
        hint="Offered on each new order; you can change it there.",
    )

    def value(self) -> Billing:
        return Billing(self.company.data or "", self.tax_id.data or "", self.po_number.data or "")


class UserIdForm(VersionedForm):
    """Another user ID."""

    user_id = chosen_user_id("New user ID")


class PasswordForm(ShopForm):
    """A new password, and the present one where it is asked for."""

    current = known_password("Present password")
    password = new_password("New password")

    def tell_length(self, shortest: int) -> None:
        """Say beside the field how long this account's password must be, and why."""
        self.password.hint = password_hint(shortest)
        if shortest < passwords.SHORTEST:
            why = f"Your second factor stands beside it; without one it would be {passwords.SHORTEST}."
            self.password.hint = f"{self.password.hint} {why}"


class EmailChangeForm(PurposefulForm):
    """A new e-mail address."""

    email = email_address()
