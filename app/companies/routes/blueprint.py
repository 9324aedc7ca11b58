"""The blueprint that the modules of these pages share, and who looks from inside a company."""

from flask import Blueprint

from app.companies import views
from app.companies.views import Standing
from app.foundation.access import viewer
from app.foundation.errors import Missing

blueprint = Blueprint("companies", __name__)


def own() -> Standing:
    """How whoever looks stands in their company.

    Raises:
        Missing: they belong to none.
    """
    held = views.standing(viewer().id)
    if held is None:
        raise Missing
    return held


def administered() -> Standing:
    """The same for whoever administers one.

    Raises:
        Missing: they administer none.
    """
    held = own()
    if not held.may.manages:
        raise Missing
    return held
