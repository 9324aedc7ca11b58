"""The forms of the desk for lost second factors."""

from app.foundation.forms import Area, Required, ShopForm


class LookedIntoForm(ShopForm):
    """What the first of two checked."""

    checked = Area(
        "What you checked",
        [Required("Please write what you checked, so that your colleague can judge it.")],
        maxlength=2000,
        hint="For instance: called the number that the account has had for two years; the caller named the last order. "
        "The person can read it when they ask what we hold.",
    )


class AgreeForm(ShopForm):
    """A button."""


class TurnDownForm(ShopForm):
    """Why not."""

    reason = Area(
        "Why not",
        [Required("Please give the reason: the person reads it.")],
        maxlength=2000,
    )
