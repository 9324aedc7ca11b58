"""Whether everything that stands about somebody says where it came from and what it was asked for."""

from app.foundation.checks import Check, Result, unchecked, verdict
from app.foundation.database import looking
from app.people import views
from app.people.service import ORIGINS
from app.people.views import Looked

NOBODY = "Nobody has told us anything yet."


@looking()
def origins() -> Result:
    """The newest values that stand, each with its origin and policy version."""
    return _told(views.without_origin(frozenset(ORIGINS)), "who gave them, and under which version of this policy")


@looking()
def purposes() -> Result:
    """The newest values that stand, each with the sentence that stood beside its field."""
    return _told(views.without_purpose(), "what they were asked for")


def _told(looked: Looked, what: str) -> Result:
    if not looked.values:
        return unchecked(NOBODY)
    those = "All" if not looked.lacking else f"{looked.values - looked.lacking} of"
    return verdict(not looked.lacking, f"{those} {looked.values} values that we looked at say {what}.")


CHECKS: list[Check] = [
    Check(
        "values-have-origin",
        "Each name, address or other detail that we hold says who gave it, when, and under which version.",
        origins,
        (50,),
        minutes=30,
        yourself="Sign in and open “Profile”: beside each value stands where it came from, and when.",
    ),
    Check(
        "values-say-purpose",
        "Each detail that we hold keeps the sentence that stood beside its field when it was asked for.",
        purposes,
        (32,),
        minutes=30,
        yourself="Look at any form that asks something about you: the sentence stands below the field.",
    ),
]
