"""Agreeing to an area's agreement, and taking it back."""

from app.foundation.forms import ShopForm, Whole


class AgreementForm(ShopForm):
    """`number` is the version that the page showed."""

    number = Whole("The version that you read")


class AgreementEndForm(ShopForm):
    """Taking an agreement back."""
