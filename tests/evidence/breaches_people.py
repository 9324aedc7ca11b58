"""Breaches of the checks of what we hold about people."""

from flask import Flask
from sqlalchemy import text

from tests.evidence.breach import Breach, edit
from tests.people import new_account

ONE = "WHERE id = (SELECT max(id) FROM field_value WHERE superseded_at IS NULL)"


def somebody(_app: Flask) -> None:
    new_account("alex.kim", "Alex Kim")


def _set(column: str, value: str) -> None:
    edit(text(f"UPDATE field_value SET {column} = {value} {ONE}"))


PEOPLE: dict[str, Breach] = {
    "values-have-origin": Breach(
        lambda _app, _patch: _set("origin", "'somewhere'"),
        prepare=somebody,
        mend=lambda _app: _set("origin", "'subject'"),
    ),
    "values-say-purpose": Breach(
        lambda _app, _patch: _set("purpose", "''"),
        prepare=somebody,
        mend=lambda _app: _set("purpose", "'For your orders.'"),
    ),
}
