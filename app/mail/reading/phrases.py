"""Phrases as data become patterns, and texts become the plain tokens that they are compared with."""

import re
import unicodedata
from collections.abc import Iterable

from app.mail.reading.word_groups import GROUPS

LIMIT = 30_000
"""More characters of new text are not compared."""
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2000}|[^\s@<>]{1,64}@[^\s@<>]{1,200}")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "′": "'"})
CONTRACTED = (
    (re.compile(r"\bcan(?:'t|not|t)\b"), "can not"),
    (re.compile(r"\bwo(?:n't|nt)\b"), "will not"),
    (re.compile(r"\b(do|does|did|would|should|could|is|are|have|has)(?:n't|nt)\b"), r"\1 not"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(?:i|we)'ve\b"), "i have"),
    (re.compile(r"\be[-‐‑ ]?mail"), "email"),
    (re.compile(r"\bopt[-‐‑](out|in|outs|ins)\b"), r"opt \1"),
    (re.compile(r"\b(un|re)[-‐‑ ](subscri\w*)"), r"\1\2"),
    (re.compile(r"\banti[-‐‑]?spam\b"), "filter"),
)
TOKEN = re.compile(r"[^\W_]+|[.!?;:…。！？]+|\n\s*\n|,")
SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][ .·*_-]){4,30}[^\W_](?![^\W_])")
"""Words drawn out, such as `S T O P` or `u-n-s-u-b`."""
END, PAUSE = ".", ","


def tokens(text: str) -> str:
    """The text as small words between single blanks, sentences parted by a dot: ` please stop . thanks `."""
    plain = unicodedata.normalize("NFKD", text[:LIMIT].translate(APOSTROPHES)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(APOSTROPHES)
    plain = SPACED.sub(lambda found: re.sub(r"[\W_]", "", found[0]), ADDRESS.sub(" @ ", plain))
    for pattern, instead in CONTRACTED:
        plain = pattern.sub(instead, plain)
    return f" {' '.join(map(_token, TOKEN.findall(plain)))} {END} "


def _token(found: str) -> str:
    if found == PAUSE or found[0].isalnum():
        return found
    return END


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many phrases. It begins at a blank and leaves the last blank for the next match."""
    return re.compile(f" (?:{'|'.join(_phrase(phrase) for phrase in phrases)})(?= |$)")


def _phrase(phrase: str) -> str:
    """One phrase: each word with the blank before it, except the first, which always stands."""
    first, *rest = phrase.split()
    made = _choice(first)
    for word in rest:
        if word == "...":
            made += r"(?: [^ .]+){0,5}?"
        elif word.startswith("["):
            made += f"(?: {_choice(word.strip('[]'))})?"
        else:
            made += f" {_choice(word)}"
    return made


def _choice(word: str) -> str:
    """Any of the words that a slash parts; a group in capitals stands for its words."""
    options = [option for one in word.split("/") for option in GROUPS.get(one, one).split("/")]
    return f"(?:{'|'.join(map(_option, options))})" if len(options) > 1 else _option(options[0])


def _option(word: str) -> str:
    if word == END:
        return r"\."
    return f"{re.escape(word.rstrip('*'))}[^ ]*" if word.endswith("*") else re.escape(word)
