"""Finds words in the shop window: products, help and policy. Nothing that is searched for is written down.

A place is found when every word of the query begins a word of it; words in its title weigh more.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

LONGEST_QUERY, MOST_WORDS, MOST_HITS = 100, 8, 30
WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
SNIPPET = 170
SAME = {
    "leaflet": "brochure",
    "pamphlet": "brochure",
    "trifold": "tri-fold",
    "bifold": "half",
    "catalog": "booklet",
    "catalogue": "booklet",
    "magazine": "booklet",
    "zine": "booklet",
    "spiral": "coil",
    "label": "sticker",
    "decal": "sticker",
    "banner": "poster",
    "handbill": "flyer",
    "invite": "invitation",
    "colour": "color",
    "delivery": "shipping",
    "postage": "shipping",
    "refund": "cancel",
    "gdpr": "privacy",
    "cookie": "cookies",
}
"""Other words for what we call otherwise."""


@dataclass(frozen=True)
class Place:
    """Something that can be found: `text` is shown in part, `more` is only looked through."""

    kind: str
    title: str
    href: str
    text: str
    more: str = ""

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(words(self.title))

    @cached_property
    def text_words(self) -> frozenset[str]:
        return frozenset(words(f"{self.text} {self.more}"))


@dataclass(frozen=True)
class Hit:
    """A place that was found; `snippet` is its text in pieces, each with whether it matched."""

    kind: str
    title: str
    href: str
    snippet: tuple[tuple[str, bool], ...]


def words(text: str) -> list[str]:
    """The words of a text, small and without accents; `tri-fold` is itself and its parts."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found: list[str] = []
    for word in WORD.findall(plain):
        parts = re.split(r"[./-]", word)
        found += [word, *parts] if len(parts) > 1 else parts
    return found


def find(query: str, places: Sequence[Place]) -> list[Hit]:
    """The places that hold every word of the query, the best first."""
    wanted = [_singular(word) for word in words(query[:LONGEST_QUERY])][:MOST_WORDS]
    if not wanted:
        return []
    scored = [(_score(wanted, place), at, place) for at, place in enumerate(places)]
    best = sorted((-score, at, place) for score, at, place in scored if score)[:MOST_HITS]
    return [Hit(place.kind, place.title, place.href, _snippet(place.text, wanted)) for _, _, place in best]


def _singular(word: str) -> str:
    """What is looked for is the beginning of words, so a plural finds its singular, too."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _score(wanted: Iterable[str], place: Place) -> int:
    total = 0
    for word in wanted:
        score = max(_of_word(word, place), _of_word(SAME.get(word, word), place) - 1)
        if score <= 0:
            return 0
        total += score
    return total


def _of_word(word: str, place: Place) -> int:
    if any(one.startswith(word) for one in place.title_words):
        return 12 if word in place.title_words or f"{word}s" in place.title_words else 9
    if word in place.text_words:
        return 4
    return 2 if any(one.startswith(word) for one in place.text_words) else 0


def _snippet(text: str, wanted: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The part of the text around the first match, in pieces."""
    both = [re.escape(other) for word in wanted for other in (word, SAME.get(word, word))]
    pattern = re.compile(rf"\b(?:{'|'.join(both)})\w*", re.IGNORECASE)
    first = pattern.search(text)
    begin = max(0, (first.start() if first else 0) - SNIPPET // 3)
    if begin:
        begin = text.find(" ", begin) + 1
    end = min(len(text), begin + SNIPPET)
    if end < len(text):
        end = text.rfind(" ", begin, end) if " " in text[begin:end] else end
    part = f"{'… ' if begin else ''}{text[begin:end]}{' …' if end < len(text) else ''}"
    pieces, at = [], 0
    for match in pattern.finditer(part):
        pieces += [(part[at : match.start()], False), (match.group(), True)]
        at = match.end()
    return tuple(piece for piece in (*pieces, (part[at:], False)) if piece[0])
