"""How the keepers of P73 to P76 are disabled (see `breaches`)."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.service import throttling
from app.audit import chain
from app.foundation import access
from app.foundation.database import db
from app.orders import views as orders
from app.people import service as people

Patch = pytest.MonkeyPatch
WALLED = ("audit_entry", "policy_version", "policy_clause")


def answers_before_the_disk(_app: Flask, patch: Patch) -> None:
    """What is said to be kept is not committed yet."""
    patch.setattr("tests.promises.test_security.DURABLE", "OFF")


def open_to_misuse(_app: Flask, patch: Patch) -> None:
    """Every page opens for everybody, no form asks for its token, and nobody counts wrong passwords."""
    for counting in ("claim", "claim_all", "refuse_early"):
        patch.setattr(throttling, counting, lambda *_a, **_k: None)
    patch.setattr(access, "_check_viewer", lambda _mark: None)
    patch.setattr(access, "_check_token", lambda: None)


def open_to_alteration(_app: Flask, patch: Patch) -> None:
    """The database has no triggers, and the chain is not looked at."""
    take_down_walls()
    patch.setattr(chain, "breaks", lambda _entries: iter(list(_entries) and []))


def take_down_walls() -> None:
    """A hand at the database's own prompt takes the triggers away."""
    for table in WALLED:
        if db.engine.dialect.name == "sqlite":
            names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
            for name in db.session.scalars(names, {"name": table}).all():
                db.session.execute(text(f"DROP TRIGGER {name}"))
        else:
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    db.session.commit()


def careless(_app: Flask, patch: Patch) -> None:
    """Orders are shown to whoever knows their number, and values come from nowhere."""
    patch.setattr(orders, "order_of", lambda _account, number: orders.order_for_staff(number))
    patch.setattr(people, "record", lambda *_a, **_k: True)


SECURITY = {
    "P73": answers_before_the_disk,
    "P74": open_to_misuse,
    "P75": open_to_alteration,
    "P76": careless,
}
