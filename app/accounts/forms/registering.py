"""Forms for opening an account."""

from typing import Any

from app.accounts.addresses import PostalAddress
from app.accounts.forms.fields import (
    FOR_ACCOUNT,
    FOR_BILLING,
    FOR_BOTH,
    FOR_NAME,
    AddressReading,
    PurposefulForm,
    address_fields,
    chosen_user_id,
    email_address,
    greeting_name,
    new_password,
    own_name,
)
from app.accounts.service.opening import NewAccount
from app.foundation.forms import Choice, Option, Required, Tick
from app.people import identifiers


class _Identity:
    user_id = chosen_user_id()
    password = new_password()
    full_name = own_name()
    greeting = greeting_name()


_ShippingFields = type("_ShippingFields", (), address_fields("", FOR_BOTH, "shipping"))


class _BillingChoice:
    billing = Choice(
        "Billing address",
        choices=[
            Option("same", "The same as above"),
            Option("other", "Another one, which I type below"),
            Option("later", "I leave it until my first order"),
        ],
        kind="radio",
        default="same",
        purpose=FOR_BILLING,
    )


_BillingFields = type("_BillingFields", (), address_fields("billing_", FOR_BILLING, "billing"))


class DetailsForm(AddressReading, _Identity, _ShippingFields, _BillingChoice, _BillingFields):  # type: ignore[misc, valid-type]  # made of parts
    """The second step of registration."""

    marketing = Tick("Send me mail about your services now and then", purpose="You can stop it in every such mail.")
    agree = Tick("I agree with the privacy policy", [Required("Please read the privacy policy and tick the box.")])
    shipping_address: PostalAddress
    billing_address: PostalAddress | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        name = self.full_name.data or "(missing)"
        shipping = self.read_address(name)
        billing = shipping
        if self.billing.data == "other":
            billing = self.read_address(name, "billing_")
        if shipping is None or billing is None:
            return False
        self.shipping_address = shipping
        self.billing_address = None if self.billing.data == "later" else billing
        return good

    def value(self, email: identifiers.Email) -> NewAccount:
        """The account to open for the confirmed address."""
        return NewAccount(
            user_id=self.user_id.data or "",
            email=email,
            name=self.full_name.data or "",
            greeting=self.greeting.data or "",
            shipping=self.shipping_address,
            billing=self.billing_address,
            marketing=bool(self.marketing.data),
            purposes=self.purposes()
            | {"name": FOR_NAME, "email": FOR_ACCOUNT, "marketing_mail": str(self.marketing.label.text)},
        )


class WelcomeForm(PurposefulForm):
    """What an invited member of staff chooses."""

    user_id = chosen_user_id()
    full_name = own_name()
    email = email_address("For mail about your work here and for the security of your account.")
    password = new_password()

    def value(self, invited: identifiers.Email | None) -> NewAccount:
        """The account to open for the invited person, at the address to which the invitation was mailed, if it was."""
        purposes = self.purposes() | {"name": FOR_NAME}
        return NewAccount(
            user_id=self.user_id.data or "",
            email=invited or self.email.read,
            name=self.full_name.data or "",
            greeting="",
            purposes=purposes,
        )
