"""Argon2id through a bounded pool: a flood of sign-ins slows sign-ins, not the shop."""

import fcntl
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.passwords import normal
from app.accounts.queue import Queue

SLOTS = max(1, (os.cpu_count() or 1) // 2)
"""At most so many hashes at a time on this machine: half the cores."""
Made = TypeVar("Made")


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
        return self._in_turn(lambda: self._argon.hash(_bytes(password)))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password fits; without an account (None) the same work is done and the answer is no."""
        return self._in_turn(lambda: self._fits(stored or self._nobody, password)) and stored is not None

    def _fits(self, stored: str, password: str) -> bool:
        try:
            return self._argon.verify(stored, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def _in_turn(self, work: Callable[[], Made]) -> Made:
        """Let this process's one hashing thread do it, with the slot that it shares with other processes."""

        def hold_slot() -> Made:
            with _slot(self.locks):
                return work()

        return _hand(os.getpid()).submit(hold_slot).result()

    def outdated(self, stored: str) -> bool:
        """Whether the parameters have changed since this hash was made."""
        return self._argon.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _hand(_process: int) -> ThreadPoolExecutor:
    """The one thread that hashes in this process; a forked process begins its own.

    One, so that the memory of one hash is all that hashing ever takes: each thread would keep its own. It is not made
    less urgent than others: it would be put aside while it holds the interpreter, and every page with it.
    """
    return ThreadPoolExecutor(1, "hashing")


@contextmanager
def _slot(locks: Path | None) -> Iterator[None]:
    """Wait for the slot that processes share."""
    if locks is None:
        yield
        return
    locks.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (locks / f"hashing-{os.getpid() % SLOTS}").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # closing the file lets go
        yield


def _bytes(password: str) -> bytes:
    return normal(password).encode("utf-8", "surrogatepass")
