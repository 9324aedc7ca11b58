"""The login user ID (P9): what it may look like and how it is compared."""

import re
import unicodedata

SHORTEST, LONGEST = 3, 32
ALLOWED = "letters, digits, dots, hyphens and underscores"
_SHAPE = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?")
_TAKEN_BY_US = frozenset(
    {
        *("admin", "administrator", "root", "staff", "system", "everyone", "smartpress"),
        *("support", "help", "security", "postmaster", "webmaster", "abuse", "newsletter", "privacy", "billing"),
    }
)


OURS = "own-check-"
"""User IDs of accounts in which the shop looks after itself begin so; nobody else can have one."""


def is_ours(user_id: str) -> bool:
    """Whether the user ID belongs to the shop's own visitor, behind whom nobody stands."""
    return key(user_id).startswith(OURS)


def key(user_id: str) -> str:
    """What user IDs are compared by: NFKC, without case."""
    return unicodedata.normalize("NFKC", user_id.strip()).casefold()


def complaint(user_id: str) -> str | None:
    """Why this user ID cannot be had, as a sentence, or None. Whether it is taken is another question."""
    if "@" in user_id:
        return "A user ID is not an e-mail address: choose a name without the @ sign."
    if not SHORTEST <= len(user_id) <= LONGEST:
        return f"A user ID has {SHORTEST} to {LONGEST} characters; this one has {len(user_id)}."
    if not _SHAPE.fullmatch(unicodedata.normalize("NFC", user_id)):
        return f"Use {ALLOWED}, with a letter or digit at both ends."
    if key(user_id) in _TAKEN_BY_US or is_ours(user_id):
        return "This user ID is kept for the shop itself. Please choose another."
    return None
