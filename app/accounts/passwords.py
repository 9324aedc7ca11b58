"""Which passwords we refuse, and the kind sentence for each. No rule about kinds of characters."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

SHORTEST, LONGEST = 15, 128
SHORTEST_WITH_FACTOR = 8
"""Where an account has a second factor, so that the password alone opens nothing."""
LEAST_OF_ONES_OWN = 6
"""So many characters must remain when names, sequences and keyboard walks are taken out."""

_LOOKALIKES = str.maketrans("@4301!$57", "aaeolisst")
_ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
_COLUMNS = tuple("".join(column) for column in zip("1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./", strict=True))
_NEIGHBOURS = (("1234567890", "qwertyuiop"), ("qwertyuiop", "asdfghjkl;"), ("asdfghjkl;", "zxcvbnm,./"))
_ZIGZAGS = tuple(
    "".join(first + second for first, second in zip(*rows, strict=True))
    for pair in _NEIGHBOURS
    for rows in (pair, pair[::-1])
)
_RINGS = ("abcdefghijklmnopqrstuvwxyz", "1234567890", "0123456789")
_FORWARD = (*_ROWS, *_COLUMNS, *_ZIGZAGS, *(ring * 2 for ring in _RINGS))
_LINES = (*_FORWARD, *(line[::-1] for line in _FORWARD))


def normal(password: str) -> str:
    """The form that is hashed and measured: NFC, so that every keyboard's accents are the same password."""
    return unicodedata.normalize("NFC", password)


def long_enough_alone(password: str) -> bool:
    """Whether it may stand without a second factor beside it."""
    return len(normal(password)) >= SHORTEST


def complaint(password: str, own_words: Iterable[str] = (), *, shortest: int = SHORTEST) -> str | None:
    """Why this password cannot be used, as a sentence, or None.

    Args:
        password: as typed.
        own_words: names of the site, the person and the company; a password made of them is refused.
        shortest: so many characters it must have; `SHORTEST_WITH_FACTOR` for an account with a second factor.
    """
    password = normal(password)
    if len(password) < shortest:
        return f"Use at least {shortest} characters. A few words that you make up a picture of are easy to keep."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters; this one has {len(password)}."
    folded = password.casefold()
    return _structure(folded) or _names(folded, own_words) or _commonness(folded)


def _structure(folded: str) -> str | None:
    if len(set(folded)) < 5 or _repeats(folded):
        return "This repeats itself, which makes it easy to guess. Use several different words instead."
    if _left(folded, _run_marks(folded)) < LEAST_OF_ONES_OWN:
        return "This follows the alphabet, the digits or the rows of the keyboard. Use several words instead."
    return None


def _names(folded: str, own_words: Iterable[str]) -> str | None:
    words = {part for word in own_words for part in _words(word)}
    for text in (folded, folded.translate(_LOOKALIKES)):
        named = set(_name_marks(text, words))
        if named and _left(folded, named | set(_run_marks(folded)) | _trimmings(folded)) < LEAST_OF_ONES_OWN:
            return "This is made of your name, your company's or ours. Use words that have nothing to do with us."
    return None


def _commonness(folded: str) -> str | None:
    if common_passwords().isdisjoint({folded, folded.translate(_LOOKALIKES), folded.rstrip("!?.#$* ")}):
        return None
    return "Too many people use this one, so it is tried first. Use several words of your own choice."


@cache
def common_passwords() -> frozenset[str]:
    """The lists beside this file (`data/README.md` says where they come from), folded."""
    folder = Path(__file__).parent / "data"
    lists = (folder / name for name in ("common_passwords.txt", "common_short_passwords.txt"))
    return frozenset(line for path in lists for line in path.read_text(encoding="utf-8").split("\n")[:-1])


def _repeats(text: str) -> bool:
    """Whether the text is one piece of at most half its length, written again and again."""
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def _run_marks(text: str) -> Iterator[int]:
    """Places that belong to a run of at least three: the same character, or neighbours in a line."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_run(text[start : end + 1]):
            end += 1
        if end - start >= 3:
            yield from range(start, end)
        start = end if end - start >= 3 else start + 1


def _is_run(piece: str) -> bool:
    return len(set(piece)) == 1 or any(piece in line for line in _LINES)


def _words(text: str) -> Iterator[str]:
    """The words of three letters or more in a name, and the name written together."""
    parts = ["".join(c if c.isalnum() else " " for c in normal(text).casefold())]
    parts = [*parts[0].split(), parts[0].replace(" ", "")]
    return (part for part in parts if len(part) >= 3)


def _name_marks(text: str, words: Iterable[str]) -> Iterator[int]:
    for word in words:
        at = text.find(word)
        while at >= 0:
            yield from range(at, at + len(word))
            at = text.find(word, at + 1)


def _trimmings(text: str) -> set[int]:
    """Places of digits and signs, which are what people hang onto a name."""
    return {place for place, character in enumerate(text) if character.isascii() and not character.isalpha()}


def _left(text: str, marked: Iterable[int]) -> int:
    """How many characters are neither marked nor blank."""
    taken = set(marked)
    return sum(not character.isspace() and place not in taken for place, character in enumerate(text))
