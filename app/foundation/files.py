"""The file store: uploads and pictures through obstore, on disk or in an object store by setting."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import obstore
from flask import current_app
from obstore.store import LocalStore, from_url

from app.config import Settings

PIECE = 1024 * 1024


class TooLarge(Exception):
    """The file is larger than allowed; nothing of it was kept."""


class NoSuchFile(Exception):
    """The store holds nothing under that key."""


@dataclass(frozen=True)
class Kept:
    """What was stored: `size` in bytes, `sha256` as hex."""

    key: str
    size: int
    sha256: str


class FileStore:
    """Files by key; keys are made by us (`artwork/17/3f9c...`), never from a name somebody typed."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def put(self, key: str, stream: IO[bytes], limit: int) -> Kept:
        """Store the stream piece by piece, hashing on the way.

        Raises:
            TooLarge: more than `limit` bytes came.
        """
        hasher, size = hashlib.sha256(), 0

        def pieces() -> Iterator[bytes]:
            nonlocal size
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > limit:
                    raise TooLarge
                hasher.update(piece)
                yield piece

        try:
            obstore.put(self._store, key, pieces())
        except Exception:
            if size > limit:
                raise TooLarge from None
            raise
        return Kept(key, size, hasher.hexdigest())

    def read(self, key: str) -> Iterator[bytes]:
        """The file in pieces.

        Raises:
            NoSuchFile: at the call, not at the first piece.
        """
        try:
            found = obstore.get(self._store, key)
        except (FileNotFoundError, obstore.exceptions.NotFoundError):
            raise NoSuchFile(key) from None
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def fetch(self, key: str, path: Path) -> None:
        """Copy the file to a local path."""
        with path.open("wb") as target:
            for piece in self.read(key):
                target.write(piece)

    def delete(self, key: str) -> None:
        """Remove the file; one that is gone already is no error."""
        try:
            obstore.delete(self._store, key)
        except (FileNotFoundError, obstore.exceptions.NotFoundError):
            return

    def exists(self, key: str) -> bool:
        """Whether something is stored under the key."""
        try:
            obstore.head(self._store, key)
        except (FileNotFoundError, obstore.exceptions.NotFoundError):
            return False
        return True

    def keys(self, prefix: str) -> list[str]:
        """All keys below a prefix."""
        return [item["path"] for batch in obstore.list(self._store, prefix) for item in batch]


def open_store(settings: Settings) -> FileStore:
    """The store that the settings name."""
    if settings.files_url:
        return FileStore(from_url(settings.files_url))
    return FileStore(LocalStore(settings.instance / "files", mkdir=True))


def store() -> FileStore:
    """The current application's store."""
    found: FileStore = current_app.extensions["shop.files"]
    return found
