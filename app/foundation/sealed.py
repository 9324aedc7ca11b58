"""Sealed columns: text that the database holds only encrypted, under the key of the person it is about.

    phone: Mapped[str | None] = mapped_column(
        Sealed("account.phone", owner="person_id", finders=(("phone_digest", PHONE),)),
        info=personal("contact", clause="telephone", rest="sealed"),
    )

Rows are written through the ORM (`row.phone = "+16125550142"`); reading gives the plain text, from entities and from
selected columns alike. What is stored is `v1.<owner>.<nonce and ciphertext>`, bound to the column's name, to the
owner and to the row (`place`): a value that was changed, or moved to another row, raises `Tampered`. A statement that
would write it past the ORM is refused, so nothing rests in clear by accident. Empty text and None stay as they are.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    Connection,
    Dialect,
    String,
    Text,
    bindparam,
    cast,
    event,
    inspect,
    literal_column,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.types import TypeDecorator

from app.foundation import clock
from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal
from app.foundation.keys import HOUSE, Finder, KeyStore, KeysUnavailable, store
from app.foundation.retention import Keep

ERASED = "(erased)"
"""What a value reads whose key was destroyed."""
VERSION = "v1"
Reach = Callable[[Connection, Any], str]
_REACH: dict[str, Reach] = {"person_id": lambda _connection, person_id: f"person:{person_id}"}


class Tampered(Exception):
    """A sealed value was changed, moved from another row, or written in clear; the message says where it stands."""


class Unbound(ValueError):
    """A statement would write a sealed column past the ORM, where its owner is not known."""


class KeyStoreMark(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Which key store sealed this database: an empty or foreign one must not take its place unseen."""

    __tablename__ = "key_store_mark"
    __retention__ = Keep("one row")
    __person__ = "nobody: a digest of the key store"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=KEY)
    digest: Mapped[str] = mapped_column(String(64), info=not_personal("a digest that tells one key store from another"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


class Sealed(TypeDecorator[str]):
    """A sealed text. `name` never changes; `owner` is the column that leads to the person (`reach`), empty for the
    house's own key; `place` are columns whose values, known before the insert, bind the value to its row; `finders`
    fill the digest columns beside it.
    """

    impl = Text
    cache_ok = True
    seals = True
    nothing: Callable[[], Any] = str
    """What a value reads that is stored as nothing."""

    def __init__(
        self, name: str, owner: str = "", place: tuple[str, ...] = (), finders: tuple[tuple[str, Finder], ...] = ()
    ) -> None:
        super().__init__()
        self.name, self.owner, self.finders = name, owner, finders
        self.place = place or ((owner,) if owner else ())

    def column_expression(self, column: Any) -> Any:
        """The stored text and, on a line of its own, the place where it was found."""
        table = getattr(column, "element", column).table
        found: Any = type_coerce(column, Text)
        for index, name in enumerate(self.place):
            found = found + literal_column("':'" if index else "'\n'", Text) + cast(table.c[name], Text)
        return type_coerce(found, self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if not value:
            return None if value is None else ""
        if getattr(value, "sealed_as", "") != self.name:
            raise Unbound(f"{self.name} is sealed: write it through the ORM.")
        found: str = value.sealed
        return found

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        stored, _, place = value.partition("\n")
        return self.opened(stored, place) if stored else self.nothing()

    def sealed(self, plain: Any, owner: str, place: str) -> Any:
        """The value with its stored form beside it."""
        value = SealedText(plain)
        value.sealed_as, value.sealed = self.name, _seal(store(), self.name, owner, place, str(plain))
        return value

    def opened(self, stored: str, place: str) -> Any:
        """The plain text of what is stored in that place."""
        plain = _open(store(), self.name, place, stored)
        return ERASED if plain is None else plain


class SealedText(str):
    """A plain text that knows its stored form."""

    sealed_as = ""
    sealed = ""


class SealedParts(dict[str, Any]):
    """Plain parts that know their stored form."""

    sealed_as = ""
    sealed = ""


class SealedJson(Sealed):
    """A sealed object of JSON; with `parts` only those are sealed, and the others stay readable beside them."""

    cache_ok = True
    nothing = dict

    def __init__(
        self,
        name: str,
        owner: str = "",
        place: tuple[str, ...] = (),
        finders: tuple[tuple[str, Finder], ...] = (),
        parts: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, owner, place, finders)
        self.parts = parts

    def sealed(self, plain: Any, owner: str, place: str) -> Any:
        hidden = {key: part for key, part in plain.items() if not self.parts or key in self.parts}
        clear = _json({key: part for key, part in plain.items() if key not in hidden})
        value = SealedParts(plain)
        value.sealed_as = self.name
        value.sealed = f"{clear}{_seal(store(), self.name, owner, place + clear, _json(hidden))}"
        return value

    def opened(self, stored: str, place: str) -> Any:
        clear, brace, sealed = stored.rpartition("}")
        clear += brace
        plain = _open(store(), self.name, place + clear, sealed)
        hidden = dict.fromkeys(self.parts, ERASED) if plain is None else json.loads(plain)
        return json.loads(clear) | hidden


def reach(column: str, owner_of: Reach) -> None:
    """Say how a row's `column` leads to the owner of its key (`person:7`), on the connection of the work in hand."""
    _REACH[column] = owner_of


def owner_of(connection: Connection, column: str, value: Any) -> str:
    """The owner to whom a row's `column` leads, for ways that go on where another ends."""
    return _REACH[column](connection, value)


def _json(parts: dict[str, Any]) -> str:
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":"))


def _bound(name: str, owner: str, place: str) -> bytes:
    return "\x1f".join((name, owner, place)).encode()


def _seal(keys: KeyStore, name: str, owner: str, place: str, plain: str) -> str:
    nonce = secrets.token_bytes(12)
    sealed = keys.key_to_seal(owner).cipher.encrypt(nonce, plain.encode(), _bound(name, owner, place))
    return f"{VERSION}.{owner}.{base64.b64encode(nonce + sealed).decode()}"


def _open(keys: KeyStore, name: str, place: str, stored: str) -> str | None:
    """The plain text; None when its key was destroyed."""
    version, _, rest = stored.partition(".")
    owner, _, body = rest.rpartition(".")
    if version != VERSION:
        raise Tampered(f"{name} of {place} does not hold a sealed value.")
    key = keys.key(owner)
    if key is None:
        return None
    try:
        raw = base64.b64decode(body, validate=True)
        return key.cipher.decrypt(raw[:12], raw[12:], _bound(name, owner, place)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise Tampered(f"{name} of {place} was changed, or moved there from another row.") from None


def _columns(mapper: Mapper[Any]) -> Iterator[tuple[str, Sealed]]:
    for attribute in mapper.column_attrs:
        kind = attribute.columns[0].type
        if isinstance(kind, Sealed):
            yield attribute.key, kind


_KNOWN: dict[Mapper[Any], tuple[tuple[str, Sealed], ...]] = {}


def _seal_row(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    """Before a row is written: seal what changed, under the key of whoever it is about."""
    if mapper not in _KNOWN:
        _KNOWN[mapper] = tuple(_columns(mapper))
    owners = {"": HOUSE}
    for key, kind in _KNOWN[mapper]:
        if not (added := inspect(row).attrs[key].history.added):
            continue
        for digest, finder in kind.finders:
            setattr(row, digest, finder.digest(added[0]) if added[0] else None)
        if added[0]:
            _check_mark(connection)
            if kind.owner not in owners:
                owners[kind.owner] = owner_of(connection, kind.owner, getattr(row, kind.owner))
            place = ":".join(str(getattr(row, name)) for name in kind.place)
            setattr(row, key, kind.sealed(added[0], owners[kind.owner], place))


event.listen(db.Model, "before_insert", _seal_row, propagate=True)
event.listen(db.Model, "before_update", _seal_row, propagate=True)


def _check_mark(connection: Connection) -> None:
    """Seal only by the store that sealed the rest; the very first sealing names the store as this database's own.

    Raises:
        KeysUnavailable: the database was sealed by another store.
    """
    keys = store()
    if keys.known:
        return
    digest = connection.scalar(select(KeyStoreMark.digest))
    if digest is None:
        # Two first sealings at once name the same store.
        statement = "INSERT INTO key_store_mark (id, digest, made_at) VALUES (1, :digest, :at) ON CONFLICT DO NOTHING"
        stamped = text(statement).bindparams(bindparam("at", type_=UtcDateTime))
        connection.execute(stamped, {"digest": keys.mark(), "at": clock.now()})
    elif digest != keys.mark():
        raise KeysUnavailable("The key store is not the one that sealed this database. Restore the store that was.")
    else:
        keys.known = True


def health() -> str:
    """`ok`, or what is wrong with the key store, in a few words."""
    keys = store()
    try:
        digest = db.session.scalar(select(KeyStoreMark.digest))
        keys.count()
        return "ok" if digest in {None, keys.mark()} else "the key store is not the one that sealed this database"
    except KeysUnavailable as trouble:
        return str(trouble)
