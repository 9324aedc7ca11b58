"""A shop of so many accounts on PostgreSQL: opened as the demonstration is, then filled by COPY."""

import base64
import contextlib
import logging
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.accounts import user_ids
from app.accounts.service import NewAccount, cards, correcting, open_account
from app.config import load_settings
from app.foundation import clock, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db, dispose, with_driver
from app.operations import demo
from app.people import identifiers
from app.rights.service.knowing import keys_of
from bench.scale import keys
from bench.scale.copies import Pattern, Shelf
from bench.scale.people import PASSWORD, Somebody

BATCH = 4000
"""So many keys a key store holds at hand."""
PATTERN = "pattern.of.all"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WEAK = {"password_memory_kib": 64, "password_passes": 1}
"""Hashing is meant to be slow; it is not what is measured here."""


@dataclass(frozen=True)
class Place:
    """Where a shop lives: its folder, its database, the key that wraps the others."""

    folder: Path
    url: str
    master: str

    def shop(self) -> Flask:
        """The shop as an application."""
        settings = load_settings(
            {}, instance=self.folder, env="demo", database_url=self.url, master_keys=(self.master,), **WEAK
        )
        return create_app(settings)


@contextlib.contextmanager
def place(server: str, name: str) -> Iterator[Place]:
    """A place of its own on that PostgreSQL server; database and folder are gone afterwards."""
    admin = create_engine(with_driver(server), isolation_level="AUTOCOMMIT")
    with tempfile.TemporaryDirectory(prefix="scale-") as folder, admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        master = f"scale:{base64.b64encode(secrets.token_bytes(32)).decode()}"
        try:
            yield Place(Path(folder), urlunsplit(urlsplit(server)._replace(path=f"/{name}")), master)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def fill(where: Place, accounts: int) -> None:
    """Open the shop and write so many accounts, each as if it had registered and were signed in on one device."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = where.shop()
    many = keys.bind(app)
    demo.set_up(app)
    with app.app_context():
        person_id = _register(app)
        with db.engine.connect() as connection:
            pattern = Pattern(connection, keys_of(person_id))
        db.session.remove()
        _copy(db.engine, pattern, many, accounts)
        many.close()
        dispose()


def _register(app: Flask) -> int:
    """The one real account, registered, reachable by telephone and signed in by the form; gives its person."""
    act = Act(Actor("command", "bench"), clock.now(), 1)
    new = NewAccount(
        PATTERN, identifiers.email(f"{PATTERN}@example.com"), "Pat Tern", "Pat", demo.HOME, demo.HOME,
        purposes=demo.PURPOSES,
    )  # fmt: skip
    password_hash = app.extensions["shop.hasher"].hash(PASSWORD)

    def register() -> None:
        correcting.correct(act, open_account(act, new, password_hash), "phone", "+16121550100", "bench")

    work.unit(register)
    sign_in(app, app.test_client(), PATTERN, PASSWORD)
    account_id = cards.id_of(user_ids.key(PATTERN))
    assert account_id is not None
    return cards.account_card(account_id).person_id


def sign_in(app: Flask, client: FlaskClient, user_id: str, password: str) -> None:
    """Sign in by the form, as somebody who wants to stay signed in."""
    base, headers = app.extensions["shop.settings"].base_url, {"User-Agent": BROWSER}
    page = client.get("/sign-in", base_url=base, headers=headers).get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"user_id": user_id, "password": password, "remember": "y", "csrf_token": token}
    answer = client.post("/sign-in", base_url=base, headers=headers, data=form)
    assert answer.status_code == 303, answer.status


def _copy(engine: Engine, pattern: Pattern, many: keys.ManyKeys, accounts: int) -> None:
    shelves = pattern.shelves()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        later = _without_indexes(connection, shelves) if accounts > BATCH else []
        for start in range(0, accounts, BATCH):
            people = [Somebody(number) for number in range(start, min(start + BATCH, accounts))]
            many.make(pattern.owner(who) for who in people)
            for shelf in shelves:
                _write(connection, shelf, people)
        for statement in later:
            connection.execute(text(statement))
        for shelf in shelves:
            _go_on(connection, shelf)


def _without_indexes(connection: Connection, shelves: list[Shelf]) -> list[str]:
    """Drop the indexes that hold no rule, and look at no references; gives what makes the indexes again."""
    with contextlib.suppress(DBAPIError):  # where that is not ours to say, each reference is looked at: it takes longer
        connection.execute(text("SET session_replication_role = replica"))
    query = text(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname = ANY(:tables) AND NOT i.indisunique"
    )
    found = connection.execute(query, {"tables": [shelf.table.name for shelf in shelves]}).all()
    for name, _ in found:
        connection.execute(text(f'DROP INDEX "{name}"'))
    return [statement for _, statement in found]


def _write(connection: Connection, shelf: Shelf, people: list[Somebody]) -> None:
    raw = connection.connection.driver_connection
    assert raw is not None
    with raw.cursor() as cursor, cursor.copy(shelf.statement) as copy:
        copy.write(shelf.block(people))


def _go_on(connection: Connection, shelf: Shelf) -> None:
    """Numbers go on behind the copies; the planner knows the table."""
    name = shelf.table.name
    if "id" in shelf.table.columns:
        counter = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM \"{name}\"))"
        connection.execute(text(counter))
    connection.execute(text(f'VACUUM (ANALYZE) "{name}"'))


def size_of(where: Place) -> int:
    """Bytes that the shop takes on disk: its database, and its folder with the keys."""
    engine = create_engine(with_driver(where.url))
    with engine.connect() as connection:
        database: int = connection.scalar(text("SELECT pg_database_size(current_database())"))
    engine.dispose()
    return database + sum(path.stat().st_size for path in where.folder.rglob("*") if path.is_file())
