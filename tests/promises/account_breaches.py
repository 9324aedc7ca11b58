"""How the keepers of P33, P34 and P36 to P40 are disabled (see `breaches`)."""

from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from app.accounts import views
from app.accounts.forms.registering import DetailsForm
from app.accounts.service import profile, registrations
from app.accounts.service.registrations import Registrations
from app.foundation import forms
from app.people import service as people
from app.people.service import Beside
from app.rights.service import undoing

Patch = pytest.MonkeyPatch


def nobody_is_known(_app: Flask, patch: Patch) -> None:
    """Whoever is signed in is no more than a number: no page knows their name."""
    known = views._session

    def unnamed(rows: Any) -> Any:
        session = known(rows)
        object.__setattr__(session.viewer, "greeting", "customer")
        return session

    patch.setattr(views, "_session", unnamed)


def every_order_from_nothing(_app: Flask, patch: Patch) -> None:
    """The order form knows no address book."""
    patch.setattr(views, "addresses", lambda *_: [])


def registrations_reach_nobody(_app: Flask, patch: Patch) -> None:
    """Nobody counts who registers."""
    patch.setattr(registrations, "counts", lambda _at: Registrations([], []))


def empty_account(app: Flask, patch: Patch) -> None:
    """The account's page leads nowhere."""
    patch.setitem(app.jinja_env.globals, "account_section", lambda _group: Markup(""))


def billing_at_once(_app: Flask, patch: Patch) -> None:
    """Registration takes nobody without a billing address."""
    good = DetailsForm.validate

    def validate(form: DetailsForm, extra: Any = None) -> bool:
        return form.billing.data != "later" and good(form, extra)

    patch.setattr(DetailsForm, "validate", validate)


def hidden_values(_app: Flask, patch: Patch) -> None:
    """Fields come up empty, whatever is held, and no page says where a value came from."""
    for kind in (forms.Text, forms.Telephone):
        patch.setattr(kind, "shown", "")
    patch.setattr(people, "beside", lambda _person: Beside({}, {}))


def changes_are_lost(_app: Flask, patch: Patch) -> None:
    """Saving changes nothing, and neither does putting something back."""
    patch.setattr(profile, "change", lambda *_a, **_k: None)
    patch.setattr(undoing, "undo", lambda *_a, **_k: None)


ACCOUNT = {
    "P33": nobody_is_known,
    "P34": every_order_from_nothing,
    "P36": registrations_reach_nobody,
    "P37": empty_account,
    "P38": billing_at_once,
    "P39": hidden_values,
    "P40": changes_are_lost,
}
