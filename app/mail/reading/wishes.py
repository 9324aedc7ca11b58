"""What the newest text asks for, by the lists of `words.py`; several wishes may hold at once."""

import re
from dataclasses import dataclass
from itertools import islice

from app.mail.reading import phrases, uses, words, words_asking
from app.mail.reading.shapes import EVERY_USE

STOP = {language: phrases.pattern(found) for language, found in words.STOP.items()}
NEGATED = {language: re.compile(f" {found}$") for language, found in words.NEGATORS.items()}
USE = phrases.pattern(phrase for found in words_asking.USE.values() for phrase in found)
ERASE = phrases.pattern(phrase for found in words_asking.ERASE.values() for phrase in found)
ACCESS = phrases.pattern(phrase for found in words_asking.ACCESS.values() for phrase in found)
CORRECTION = phrases.pattern(phrase for found in words_asking.CORRECTION.values() for phrase in found)
STAY = phrases.pattern(words.STAY)
NOT_MEANT = phrases.pattern(words.NOT_MEANT)
OTHER_MEANS = phrases.pattern(words_asking.OTHER_MEANS)
FOOTER = phrases.pattern(words.FOOTERS)
NAMED = {code: phrases.pattern(found) for code, found in uses.NAMES.items()}
MAIL_OF_A_KIND = phrases.pattern(uses.MAIL_OF_A_KIND)
ANYTHING, BROAD = phrases.pattern(uses.ANYTHING), phrases.pattern(uses.BROAD)
OPTED_OUT = re.compile(r" opt\w* (?:me |us )?out ")
SHORT = 15
"""In a text of at most so many words a sentence that only says "stop" counts."""
BEFORE, HITS = 120, 30
USUAL = {
    "en": "the and you your is are to of please i my not have this for with we do what me from was it",
    "es": "el la los las de que y no por mi mis me una un para con su favor quiero es usted se lo del al",
    "de": "der die das und ich sie nicht bitte mich ihre ist von mir den ein eine zu auf mit keine mehr fur",
    "fr": "le la les de je vous et ne pas que mon mes est une un pour votre vos plus merci avec des du",
}
USUAL_WORDS = {language: frozenset(found.split()) for language, found in USUAL.items()}


@dataclass
class Wishes:
    """What was found: the wishes, the purposes they are about, the words that said so, and what else was noticed."""

    wishes: frozenset[str] = frozenset()
    purposes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    erase: bool = False
    stay: bool = False


class Finding:
    """Gathers what the sentences say."""

    def __init__(self) -> None:
        self.wishes: set[str] = set()
        self.uses: list[str] = []
        self.said: list[str] = []
        self.erase = False

    def add(self, wish: str, said: str, named: tuple[str, ...] = ()) -> None:
        self.wishes.add(wish)
        self.uses += named
        self.said.append(said.strip(" .,")[:80])

    def result(self, stay: bool) -> Wishes:
        named = EVERY_USE if "*" in self.uses else tuple(code for code in uses.NAMES if code in self.uses)
        mail = uses.ALL_MAIL if "stop" in self.wishes else ()
        purposes = named if "*" in named else tuple(dict.fromkeys((*mail, *named)))
        said = tuple(dict.fromkeys(self.said))[:5]
        return Wishes(frozenset(self.wishes), purposes, named, said, self.erase, stay and not self.wishes)


def wishes_in(subject: str, text: str) -> Wishes:
    """The wishes of a mail; `subject` is empty where its words are not the writer's own."""
    found = Finding()
    whole = phrases.tokens(f"{subject}\n\n{text}" if subject else text)
    if FOOTER.search(whole):
        whole = _without_footers(whole)
    whole = NOT_MEANT.sub(" @", whole)
    other = OTHER_MEANS.search(whole)
    if other:
        found.add("purpose", other[0], uses.CONTACTS)
        whole = OTHER_MEANS.sub(" @", whole)
    _stops(whole, found)
    _uses(whole, found)
    for hit in islice(ERASE.finditer(whole), HITS):
        if not _turned(whole, hit.start(), "en"):
            found.erase = True
            found.add("purpose", hit[0], EVERY_USE)
    for wish, wanted in (("access", ACCESS), ("correction", CORRECTION)):
        asked = wanted.search(whole)
        if asked:
            found.add(wish, asked[0])
    if not found.wishes:
        _whole(whole, found)
    negated = any(pattern.search(whole) for pattern in STOP.values())
    return found.result(stay=bool(STAY.search(whole)) or negated)


def language_of(text: str) -> str:
    """`en`, `es`, `de` or `fr` by the small words; nothing when they do not tell."""
    seen = phrases.tokens(text[:4000]).split()
    counts = {language: sum(word in known for word in seen) for language, known in USUAL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    if counts[best] and sorted(counts.values())[-2] < counts[best]:
        return best
    whole = " ".join(["", *seen, ""])
    return next((language for language in USUAL if STOP[language].search(whole)), "")


def _stops(whole: str, found: Finding) -> None:
    for language, wanted in STOP.items():
        for hit in islice(wanted.finditer(whole), HITS):
            if _turned(whole, hit.start(), language):
                continue
            sentence = hit[0] + whole[hit.end() : _sentence_end(whole, hit.end())]
            if OPTED_OUT.match(f"{hit[0]} ") and USE.search(whole, hit.start(), hit.end() + 80):
                continue
            named = _mail_named(f"{sentence} ")
            found.add("purpose" if named else "stop", hit[0], named)


def _mail_named(sentence: str) -> tuple[str, ...]:
    """One kind of mail that is meant by itself; nothing when all of it is."""
    named = tuple(code for code in uses.MAILED if NAMED[code].search(sentence))
    return () if BROAD.search(MAIL_OF_A_KIND.sub("", sentence)) else named


def _uses(whole: str, found: Finding) -> None:
    for hit in islice(USE.finditer(whole), HITS):
        if _turned(whole, hit.start(), "en"):
            continue
        sentence = f"{hit[0]}{whole[hit.end() : _sentence_end(whole, hit.end())]} "
        named = tuple(code for code, pattern in NAMED.items() if pattern.search(sentence))
        found.add("purpose", hit[0], EVERY_USE if not named or ANYTHING.search(sentence) else named)


def _turned(whole: str, start: int, language: str) -> bool:
    """Whether the words right before turn the wish round."""
    return bool(NEGATED[language].search(whole[max(0, start - BEFORE) : start]))


def _sentence_end(whole: str, place: int) -> int:
    end = whole.find(" . ", place)
    return len(whole) if end < 0 else end


def _without_footers(whole: str) -> str:
    """Without sentences that tell a reader how to unsubscribe from the writer's own mail."""
    kept = []
    for sentence in whole.split(" . "):
        mine = words.FIRST_PERSON & set(sentence.split())
        kept.append(sentence if mine or not FOOTER.search(f" {sentence.strip()} ") else " @")
    return " . ".join(kept)


def _whole(whole: str, found: Finding) -> None:
    """A short mail of which one sentence says only "stop", beside courtesies."""
    if len(whole.split()) > SHORT * 2:
        return
    for sentence in whole.split(" . "):
        bare = " ".join(word for word in sentence.split() if word not in words.COURTESIES and word not in {",", "."})
        if bare in words.WHOLE:
            found.add("stop", bare)
