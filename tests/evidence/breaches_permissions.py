"""Breaches of the checks of the gate."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import text

from app.foundation import clock, work
from app.foundation.database import db
from app.permissions import facts
from app.permissions.models import NewUse
from app.permissions.purposes import PURPOSES, YES
from app.permissions.service import on_page
from app.permissions.subjects import Subject
from tests.evidence.breach import Breach, Patch, edit
from tests.evidence.planted import asked, customer, gone, ordered, permitted

CASEY = Subject(1, "casey@example.com")


def stops_forgotten(_app: Flask, patch: Patch) -> None:
    """The gate does not look for stops, so marketing mail is allowed to somebody who did not choose it."""
    patch.setattr(facts, "standing_stop", lambda *_: None)
    assert asked(CASEY, "marketing", "email") == "allowed"


def redrawn(purpose: str, subject: Subject, channel: str) -> Any:
    """The gate's table opens one more cell, and somebody is reached by it."""

    def apply(_app: Flask, patch: Patch) -> None:
        patch.setitem(PURPOSES, purpose, replace(PURPOSES[purpose], **{channel: YES}))
        assert asked(subject, purpose, channel) == "allowed"

    return apply


def forgotten(_app: Flask) -> None:
    """What the breach permitted is not in the gate's table any more."""
    gone("gate_decision", "purpose IN ('marketing', 'survey', 'site_update')")


def deaf(_app: Flask, patch: Patch) -> None:
    """The browser's signal stops nothing."""
    patch.setattr(on_page, "SIGNAL_STOPS", ())


def unnamed(_app: Flask, _patch: Patch) -> None:
    """The version in force does not name the purpose of orders."""
    edit(text("DELETE FROM version_purpose WHERE purpose = 'order'"))


def named_again(_app: Flask) -> None:
    edit(text("INSERT INTO version_purpose (policy_version, purpose) VALUES (1, 'order')"))


def new_use(_app: Flask) -> None:
    """Version 2 will add surveys; a customer of version 1 was not told yet."""
    customer()
    at = clock.now()
    row = NewUse(policy_version=2, purpose="survey", opens_at=at, closes_at=at + timedelta(days=30))
    work.unit(lambda: db.session.add(row))


def used_early(_app: Flask, _patch: Patch) -> None:
    """The use begins at once."""
    permitted(CASEY, "survey", "email", clause="surveys")


STRANGER = Subject(0, "stranger@example.com")
PERMISSIONS: dict[str, Breach] = {
    "stops-honored": Breach(stops_forgotten, customer, forgotten),
    "signal-honored": Breach(deaf),
    "no-marketing-by-post": Breach(redrawn("marketing", CASEY, "post"), ordered, forgotten),
    "no-sales-calls": Breach(redrawn("marketing", CASEY, "phone"), ordered, forgotten),
    "marketing-tied-to-customers": Breach(redrawn("site_update", STRANGER, "email"), ordered, forgotten),
    "purposes-in-policy": Breach(unnamed, ordered, named_again),
    "new-uses-wait": Breach(used_early, new_use, forgotten),
}
