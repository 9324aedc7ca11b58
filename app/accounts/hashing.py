"""Argon2id through a bounded pool: a flood of sign-ins slows sign-ins, not the shop."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.passwords import normal
from app.accounts.queue import Queue

SLOTS = max(1, (os.cpu_count() or 1) // 2)
"""At most so many hashes at a time on this machine: half the cores."""
_TURN = threading.Lock()
"""One hash at a time in this process."""


@dataclass(frozen=True)
class Hasher:
    """Hashing with the parameters in force: memory in KiB, passes over it, lanes.

    `locks` is a folder that all worker processes of the machine share; without it only this process is bounded.
    `places` is how many of this process's threads may be busy with passwords, hashing or waiting their turn: whoever
    hashes takes a place in `queue` first.
    """

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1
    locks: Path | None = None
    places: int = 4
    queue: Queue = field(init=False, repr=False, compare=False)
    _argon: PasswordHasher = field(init=False, repr=False, compare=False)
    _nobody: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        argon = PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=self.lanes)
        object.__setattr__(self, "_argon", argon)
        object.__setattr__(self, "queue", Queue(self.places))
        # Checked for accounts that do not exist, so that both answers take the same time.
        object.__setattr__(self, "_nobody", argon.hash(os.urandom(16)))

    def hash(self, password: str) -> str:
        """The encoded hash to store."""
        with _slot(self.locks):
            return self._argon.hash(_bytes(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; without an account (None) the same work is done and the answer is no."""
        with _slot(self.locks):
            try:
                fits = self._argon.verify(stored or self._nobody, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return fits and stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether the parameters have changed since this hash was made."""
        return self._argon.check_needs_rehash(stored)


@contextmanager
def _slot(locks: Path | None) -> Iterator[None]:
    """Wait for this process's turn, then for the slot that it shares with others."""
    with _TURN:
        if locks is None:
            yield
            return
        locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (locks / f"hashing-{os.getpid() % SLOTS}").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # closing the file lets go
            yield


def _bytes(password: str) -> bytes:
    return normal(password).encode("utf-8", "surrogatepass")
