"""Breaches of the checks of requests about oneself."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import access, clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import UtcDateTime
from app.people import identifiers
from app.rights.service import requests
from tests.evidence.breach import Breach, Patch, edit


def somebody_asked(_app: Flask) -> None:
    act = Act(Actor("visitor"), clock.now(), 1)
    email = identifiers.email("casey@example.com")
    work.unit(lambda: requests.ask(act, "information", email, "203.0.113.0/24") and None)


def only_for_customers(app: Flask, patch: Patch) -> None:
    """The form asks for an account."""
    view = app.view_functions["my_information.ask"]
    patch.setattr(view, "access_mark", access.Mark("customer"))


def _lapse_at(days: int) -> None:
    at = clock.now() + timedelta(days=days)
    statement = text("UPDATE information_request SET lapses_at = :at").bindparams(bindparam("at", type_=UtcDateTime))
    edit(statement, at=at)


REQUESTS: dict[str, Breach] = {
    "asking-open": Breach(only_for_customers),
    "answers-kept-short": Breach(
        lambda _app, _patch: _lapse_at(-1), prepare=somebody_asked, mend=lambda _app: _lapse_at(1)
    ),
}
