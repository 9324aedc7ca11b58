"""The keys of many new persons at once: as the key store makes them, but thousands in one write."""

import math
import secrets
from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from sqlalchemy import insert

from app.config import Settings
from app.foundation import clock
from app.foundation.envelopes import ENVELOPE, Envelopes
from app.foundation.keys import HOUSE, SEARCH, KeyStore, Opened
from app.foundation.masters import LENGTH, Masters


class ManyEnvelopes(Envelopes):
    """A key store's database that takes many keys in one write."""

    def make(self, owners: Iterable[str]) -> dict[str, bytes]:
        """Keys of owners who have none yet, by owner."""
        master_id, made = self._masters.newest(), {owner: secrets.token_bytes(LENGTH) for owner in owners}
        same = {"master_id": master_id, "made_at": clock.now()}
        rows = [
            same | {"owner": owner, "wrapped_key": self._wrap(owner, master_id, key)} for owner, key in made.items()
        ]
        with self.answering() as engine, engine.begin() as connection:
            connection.execute(insert(ENVELOPE), rows)
        return made


class ManyKeys(KeyStore):
    """A key store that makes the keys of many owners, and holds them while their rows are written."""

    def __init__(self, settings: Settings) -> None:
        masters = Masters(settings.master_keys, settings.instance / "secrets")
        url = settings.keys_url or f"sqlite:///{settings.instance / 'keys' / 'keys.sqlite'}"
        self._many = ManyEnvelopes(url, masters, (HOUSE, SEARCH))
        super().__init__(self._many)

    def make(self, owners: Iterable[str]) -> None:
        """Make their keys, and hold these instead of those made before."""
        with self._lock:
            self._kept.clear()
            for owner, key in self._many.make(owners).items():
                self._kept[owner] = (math.inf, Opened(key, AESGCM(key)))


def bind(app: Flask) -> ManyKeys:
    """Give the application such a store in the place of its own."""
    app.extensions["shop.keys"].close()
    found = ManyKeys(app.extensions["shop.settings"])
    app.extensions["shop.keys"] = found
    return found
