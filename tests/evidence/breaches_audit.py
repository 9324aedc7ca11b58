"""Breaches of the checks of the audit record: somebody at the database's own prompt takes its walls away."""

from flask import Flask
from sqlalchemy import text

from app.audit import permanence, service
from app.foundation import work
from app.foundation.database import db
from tests.evidence.breach import Breach, Patch, edit

TABLE = "audit_entry"


def walls_down() -> None:
    """The triggers of the record are gone."""
    if db.engine.dialect.name == "sqlite":
        names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
        for name in db.session.scalars(names, {"name": TABLE}).all():
            edit(text(f"DROP TRIGGER {name}"))
    else:
        edit(text(f"ALTER TABLE {TABLE} DISABLE TRIGGER ALL"))


def walls_up() -> None:
    """They stand again, unless they do."""
    if db.engine.dialect.name == "sqlite":
        walls_down()
        for statement in permanence.SQLITE:
            edit(text(statement))
    else:
        edit(text(f"ALTER TABLE {TABLE} ENABLE TRIGGER ALL"))


def behind_the_walls(statement: str) -> None:
    """Change the record where the database would refuse it, and leave no other trace."""
    walls_down()
    edit(text(statement))
    walls_up()


def sealed(_app: Flask) -> None:
    work.unit(lambda: service.seal() and None)


def unrecord(_app: Flask, _patch: Patch) -> None:
    """The entry of the publication tells of something else."""
    behind_the_walls("UPDATE audit_entry SET subject_ref = 'policy-version:0' WHERE kind = 'policy.published'")


def record_again(_app: Flask) -> None:
    behind_the_walls("UPDATE audit_entry SET subject_ref = 'policy-version:1' WHERE kind = 'policy.published'")


RENAME = "UPDATE audit_entry SET actor = '{}' WHERE seq = 2"
AUDIT: dict[str, Breach] = {
    "audit-chain": Breach(
        lambda _app, _patch: behind_the_walls(RENAME.format("staff:7")),
        prepare=sealed,
        mend=lambda _app: behind_the_walls(RENAME.format("command:test")),
    ),
    "audit-append-only": Breach(
        lambda _app, _patch: walls_down(),
        mend=lambda _app: walls_up(),
    ),
    "every-change-recorded": Breach(unrecord, mend=record_again),
}
