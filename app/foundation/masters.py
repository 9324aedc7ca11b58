"""Master keys: each wraps the keys of persons. Known by id; the newest wraps, older ones only unwrap.

A demonstration makes its own in `instance/secrets`; production is given them in `SHOP_MASTER_KEYS`, newest last:
`2026a:<32 bytes in base64>,2026b:<32 bytes in base64>`.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.config import SettingsError

PREFIX = "master_key_"
LENGTH = 32
"""Bytes of a key: AES with 256 bits."""
_ID = re.compile(r"[0-9A-Za-z_-]{1,40}")


class MasterMissing(Exception):
    """A key was wrapped by a master key that this process does not have; the message names it."""


class Masters:
    """The master keys that the settings or the folder of secrets give."""

    def __init__(self, given: Sequence[str], folder: Path) -> None:
        self._given = dict(_read(item) for item in given)
        self._folder = folder

    @property
    def given(self) -> bool:
        """Whether they come from the environment, so that the shop cannot make one."""
        return bool(self._given)

    def newest(self) -> str:
        """The id of the master key that wraps now; a demonstration's first one is made here."""
        if self._given:
            return list(self._given)[-1]
        numbers = self._numbers()
        return str(max(numbers)) if numbers else self.add()

    def cipher(self, master_id: str) -> AESGCM:
        """The master key of that id.

        Raises:
            MasterMissing: there is none.
        """
        if self._given:
            found = self._given.get(master_id)
        else:
            path = self._folder / f"{PREFIX}{master_id}"
            found = _decoded(path.read_text()) if _ID.fullmatch(master_id) and path.exists() else None
        if found is None:
            raise MasterMissing(f"Master key {master_id} is not here. Give it back, or restore instance/secrets.")
        return AESGCM(found)

    def add(self) -> str:
        """Make the next master key in the folder; gives its id. Two processes at once make one each, or share."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = max(self._numbers(), default=0) + 1
        draft = self._folder / f".{PREFIX}{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(base64.b64encode(secrets.token_bytes(LENGTH)).decode())
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link appears with its whole content, and never replaces a key that is there.
            os.link(draft, self._folder / f"{PREFIX}{number}")
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return str(number)

    def _numbers(self) -> list[int]:
        names = (path.name.removeprefix(PREFIX) for path in self._folder.glob(f"{PREFIX}*"))
        return [int(name) for name in names if name.isdigit()]


def _read(item: str) -> tuple[str, bytes]:
    master_id, _, text = item.partition(":")
    if not _ID.fullmatch(master_id):
        raise SettingsError("SHOP_MASTER_KEYS must be id:key pairs parted by commas; an id has letters and digits.")
    return master_id, _decoded(text, f"The key {master_id} in SHOP_MASTER_KEYS")


def _decoded(text: str, what: str = "A master key in instance/secrets") -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != LENGTH:
        raise SettingsError(f"{what} must be {LENGTH} random bytes in base64 (openssl rand -base64 {LENGTH}).")
    return key
