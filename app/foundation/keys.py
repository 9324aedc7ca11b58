"""The key store: one key for each person, wrapped by a master key, in a database of its own (privacy.md section 14).

It stands apart from the shop's database, so that a key that is destroyed here is gone everywhere: copies of the
shop's database hold only what nobody can read any more. `foundation.sealed` uses it for columns.
"""

import hashlib
import hmac
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from app.config import Settings
from app.foundation.envelopes import Envelopes, KeysUnavailable, Rotation
from app.foundation.errors import Refusal
from app.foundation.inventory import NotPersonal, Store, declare_store
from app.foundation.masters import Masters
from app.foundation.retention import Lasting

HOUSE = "shop"
"""Whose key seals what belongs to no person that we know."""
SEARCH = "search"
"""Whose key makes the digests by which sealed values are found."""
FRESH_FOR = 300.0
"""Seconds that a process keeps an unwrapped key: so long may a destroyed key still be used by another process."""
ROOM = 4096

KEY_STORE = declare_store(
    Store(
        "files",
        "instance/keys",
        "one random key for each person, wrapped by a master key: without it, sealed columns cannot be read",
        Lasting("until the person is erased; copies of it {retention.key-backup-days}"),
        NotPersonal("random keys, each beside the number that we made for a person"),
    )
)


class KeyDestroyed(Refusal):
    """The owner's key was destroyed: nothing more can be sealed for them."""

    def __init__(self) -> None:
        super().__init__("What we held about this person was erased for good; nothing can be added to it.")


@dataclass(frozen=True)
class Opened:
    """An unwrapped key, ready to use."""

    secret: bytes = field(repr=False)
    cipher: AESGCM = field(repr=False)


class KeyStore:
    """Keys by owner (`person:7`, or one of the house's own), kept unwrapped for some minutes."""

    def __init__(self, envelopes: Envelopes) -> None:
        self._envelopes = envelopes
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, Opened | None]] = OrderedDict()
        self.known = False
        """Whether the shop's database was seen to name this store as its own."""

    def key(self, owner: str) -> Opened | None:
        """The owner's key; None when it was destroyed.

        Raises:
            KeysUnavailable: the store does not answer, or knows no such owner.
        """
        kept = self._kept.get(owner)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        secret = self._envelopes.read(owner)
        found = None if secret is None else Opened(secret, AESGCM(secret))
        with self._lock:
            self._kept[owner] = (time.monotonic() + FRESH_FOR, found)
            self._kept.move_to_end(owner)
            while len(self._kept) > ROOM:
                self._kept.popitem(last=False)
        return found

    def key_to_seal(self, owner: str) -> Opened:
        """The owner's key, made if there is none yet; it is on disk before this returns.

        Raises:
            KeyDestroyed: it was destroyed.
            KeysUnavailable: the store does not answer.
        """
        if owner not in self._kept:
            self._envelopes.add(owner)
        found = self.key(owner)
        if found is None:
            raise KeyDestroyed
        return found

    def digest(self, kind: str, text: str) -> str:
        """HMAC-SHA256 in hexadecimal, by which a sealed value of that kind can be found."""
        found = self.key(SEARCH)
        assert found is not None  # the house's keys cannot be destroyed
        return hmac.new(found.secret, f"{kind}\x1f{text}".encode(), hashlib.sha256).hexdigest()

    def mark(self) -> str:
        """What tells this store from another; says nothing about its keys."""
        return self.digest("store", "")

    def destroy(self, owner: str, at: datetime) -> bool:
        """Destroy the owner's key for ever: what it sealed reads "(erased)". False when there was none to destroy.

        Other processes forget it within `FRESH_FOR` seconds.

        Raises:
            ValueError: a key of the house.
            KeysUnavailable: the store does not answer.
        """
        if owner in {HOUSE, SEARCH}:
            raise ValueError("The house's own keys cannot be destroyed.")
        gone = self._envelopes.destroy(owner, at)
        self._kept.pop(owner, None)
        return gone

    def rotate(self) -> Rotation:
        """Wrap every key by the newest master key; see `Envelopes.rotate`.

        Raises:
            KeysUnavailable: the store does not answer, or an old master key is missing.
        """
        return self._envelopes.rotate()

    def count(self) -> int:
        """How many owners have a key, the house not counted.

        Raises:
            KeysUnavailable: the store does not answer.
        """
        return self._envelopes.count()

    def close(self) -> None:
        """Forget every unwrapped key and close the connections; the next use opens them again."""
        with self._lock:
            self._kept.clear()
        self.known = False
        self._envelopes.close()


def bind(app: Flask, settings: Settings) -> None:
    """Give the application its key store; nothing is opened before the first use.

    Raises:
        SettingsError: a master key cannot be read.
    """
    url = settings.keys_url or f"sqlite:///{settings.instance / 'keys' / 'keys.sqlite'}"
    masters = Masters(settings.master_keys, settings.instance / "secrets")
    app.extensions["shop.keys"] = KeyStore(Envelopes(url, masters, (HOUSE, SEARCH)))


def store() -> KeyStore:
    """The current application's key store."""
    found: KeyStore = current_app.extensions["shop.keys"]
    return found


@dataclass(frozen=True)
class Finder:
    """How a sealed value is found: `of` gives the text that is compared; finders of one kind compare alike."""

    kind: str
    of: Callable[[Any], str]

    def digest(self, value: Any) -> str:
        """The digest of a value, as it stands in the column beside the sealed one."""
        return store().digest(self.kind, self.of(value))


__all__ = ["HOUSE", "SEARCH", "Finder", "KeyDestroyed", "KeyStore", "KeysUnavailable", "Rotation", "bind", "store"]
