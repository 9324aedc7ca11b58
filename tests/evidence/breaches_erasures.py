"""The breach of the check of erasures: an account that nobody erases although its grace is over."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import bindparam, text

from app.foundation import clock
from app.foundation.database import UtcDateTime
from tests.evidence.breach import Breach, edit
from tests.people import new_account

PUT = "INSERT INTO account_closing (account_id, asked_at, due_at) SELECT max(id), :at, :at FROM account"


def forgotten(_app: Flask) -> None:
    """Somebody closed their account a month ago, and it still stands."""
    new_account("forgotten", "Forgotten Fay")
    at = clock.now() - timedelta(days=30)
    edit(text(PUT).bindparams(bindparam("at", type_=UtcDateTime)), at=at)


ERASURES: dict[str, Breach] = {
    "closed-accounts-erased": Breach(
        lambda app, _patch: forgotten(app),
        mend=lambda _app: edit(text("DELETE FROM account_closing")),
    )
}
