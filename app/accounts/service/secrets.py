"""Hashing and checking passwords without holding the database meanwhile.

Hashing waits its turn, and only a few may wait (`accounts.queue`).
"""

from app.accounts.hashing import Hasher
from app.foundation.database import db

NEW_PASSWORDS = "new passwords"
"""The share of the queue for those who choose a password; half of it stays for those who sign in."""


def hashed(hasher: Hasher, password: str) -> str:
    """The hash to store. Comes before a verb writes anything.

    Raises:
        Crowded: too many wait already.
    """
    _let_go()
    with hasher.queue.place(NEW_PASSWORDS):
        return hasher.hash(password)


def fits(hasher: Hasher, stored: str | None, password: str) -> bool:
    """Whether the password fits the stored hash. Comes before a verb writes anything."""
    _let_go()
    return hasher.verify(stored, password)


def _let_go() -> None:
    # Hashing may wait for its turn; on SQLite an open transaction would make every other writer wait too.
    db.session.rollback()
