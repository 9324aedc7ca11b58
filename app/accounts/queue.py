"""The queue before password hashing: a few wait, the rest are asked to come again.

Hashing takes one turn at a time (`hashing`), so a flood of sign-ins would otherwise sit in every thread of the server
and pages that need no password would wait with it.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from app.foundation.errors import Refusal

COME_AGAIN = 3
"""Seconds after which whoever found the queue full may try again."""
FULL = "Many people are signing in at this moment. Please try again in a few seconds."


class Crowded(Refusal):
    """The queue is full; `seconds` says when to come again."""

    def __init__(self) -> None:
        self.seconds = COME_AGAIN
        super().__init__(FULL)


class Queue:
    """Places for those who are hashing or wait for it, in this process; nobody waits for a place.

    One network has at most half of them, rounded up: whoever floods from one place leaves room for everybody else.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, network: str) -> Iterator[None]:
        """Hold a place.

        Raises:
            Crowded: there is none left, or none for this network.
        """
        with self._lock:
            if self._taken.total() >= self.places or self._taken[network] >= (self.places + 1) // 2:
                raise Crowded
            self._taken[network] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[network] -= 1
                if not self._taken[network]:
                    del self._taken[network]
