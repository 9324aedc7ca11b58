"""Breaches of the check of corrections."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import UtcDateTime, db
from app.rights.service import correcting
from app.rights.service.correcting import Wish
from tests.evidence.breach import Breach, edit
from tests.people import new_account


def somebody_corrected(_app: Flask) -> None:
    account_id = new_account("alex.kim", "Alex Kim")
    act = Act(Actor("customer", str(account_id)), clock.now(), 1)
    work.unit(lambda: correcting.correct(act, account_id, Wish("phone", "612-555-0199")) and None)


def move(days: int) -> None:
    """The value that stands was collected earlier or later than it was corrected."""
    stands = "field = 'phone' AND superseded_at IS NULL"
    at = db.session.scalar(text("SELECT decided_at FROM correction").columns(decided_at=UtcDateTime))
    statement = text(f"UPDATE field_value SET collected_at = :at WHERE {stands}")
    edit(statement.bindparams(bindparam("at", type_=UtcDateTime)), at=at + timedelta(days=days))


CORRECTIONS: dict[str, Breach] = {
    "corrections-stand": Breach(lambda _app, _patch: move(-1), prepare=somebody_corrected, mend=lambda _app: move(0)),
}
