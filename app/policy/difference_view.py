"""A comparison as a page shows it: long unchanged stretches cut short, in one column or in two."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.policy.differences import ADDED, MOVED, MOVED_REWORDED, REMOVED, REWORDED, UNCHANGED
from app.policy.word_runs import GONE, KEPT, NEW, Run

WORDS = {
    REWORDED: "reworded",
    ADDED: "new",
    REMOVED: "removed",
    MOVED: "moved",
    MOVED_REWORDED: "moved and reworded",
    UNCHANGED: "unchanged",
}
AROUND = 12
"""Words of an unchanged stretch that are shown beside a change."""
ROOM = 60_000
"""Characters of changes on one page; clauses beyond it have pages of their own."""
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stayed (`=`), went (`-`), came (`+`) or stand for words left out (`…`)."""

    kind: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one clause. `inline` holds both texts, `before` and `after` one each."""

    anchor: str
    heading: str
    state: str
    words: str
    was_after: str
    now_after: str
    heading_pieces: Paragraph
    inline: tuple[Paragraph, ...]
    links: tuple[Piece, ...]
    shortened: bool

    @property
    def moved(self) -> bool:
        return self.state in (MOVED, MOVED_REWORDED)

    @property
    def before(self) -> list[Paragraph]:
        return _side(self.inline, NEW)

    @property
    def after(self) -> list[Paragraph]:
        return _side(self.inline, GONE)

    @property
    def heading_before(self) -> str:
        return _text(self.heading_pieces, NEW) or self.heading

    @property
    def size(self) -> int:
        return sum(len(piece.text) for paragraph in self.inline for piece in paragraph)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The differences that one page shows, those that it only names, and how many clauses stayed as they were."""

    shown: tuple[Difference, ...]
    named: tuple[Difference, ...]
    unchanged: int


def sheet(body: Mapping[str, Any]) -> Sheet:
    """Every change, unchanged words cut short."""
    entries = body["clauses"]
    changed = [_difference(entry, short=True) for entry in entries if entry["state"] != UNCHANGED]
    shown: list[Difference] = []
    room = ROOM
    for difference in changed:
        room -= difference.size
        if room < 0:
            break
        shown.append(difference)
    return Sheet(tuple(shown), tuple(changed[len(shown) :]), len(entries) - len(changed))


def whole(body: Mapping[str, Any], anchor: str) -> Difference | None:
    """One changed clause with all of its words, as far as a page has room."""
    for entry in body["clauses"]:
        if entry["anchor"] == anchor and entry["state"] != UNCHANGED:
            return _difference(entry, short=False)
    return None


def _difference(entry: Mapping[str, Any], *, short: bool) -> Difference:
    paragraphs = list(_paragraphs(entry.get("runs", ())))
    inline = list(_short(paragraphs)) if short else paragraphs
    held = list(_held(inline))
    return Difference(
        anchor=entry["anchor"],
        heading=entry["heading"],
        state=entry["state"],
        words=WORDS[entry["state"]],
        was_after=entry.get("was_after", ""),
        now_after=entry.get("now_after", ""),
        heading_pieces=tuple(Piece(*run) for run in entry.get("heading_runs", ())),
        inline=tuple(held),
        links=tuple(Piece(*link) for link in entry.get("links", ())),
        shortened=held != paragraphs,
    )


def _paragraphs(runs: Iterable[Run]) -> Iterator[Paragraph]:
    """The pieces in paragraphs: a line that ends in unchanged words, or in words of a text all new or all gone."""
    runs = list(runs)
    plain = len(runs) == 1
    row: list[Piece] = []
    for kind, text in runs:
        lines = text.split("\n") if kind == KEPT or plain else [text]
        for place, line in enumerate(lines):
            if place:
                if row:
                    yield tuple(row)
                row = []
            if line:
                row.append(Piece(kind, line))
    if row:
        yield tuple(row)


def _short(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Unchanged paragraphs as one mark, unchanged words far from any change as another."""
    quiet = False
    for paragraph in paragraphs:
        if all(piece.kind == KEPT for piece in paragraph):
            if not quiet:
                yield (Piece(LEFT_OUT, LEFT_OUT),)
            quiet = True
            continue
        quiet = False
        yield tuple(
            part
            for place, piece in enumerate(paragraph)
            for part in _cut(piece, first=place == 0, last=place == len(paragraph) - 1)
        )


def _cut(piece: Piece, *, first: bool, last: bool) -> tuple[Piece, ...]:
    words = piece.text.split(" ")
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    if piece.kind != KEPT or len(words) <= head + tail + AROUND:
        return (piece,)
    before = Piece(KEPT, " ".join(words[:head]) + " ")
    after = Piece(KEPT, " " + " ".join(words[len(words) - tail :]))
    return tuple(part for part in (before, Piece(LEFT_OUT, LEFT_OUT), after) if part.text.strip())


def _held(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs within the room of a page; what is beyond it is marked as left out."""
    room = ROOM
    for paragraph in paragraphs:
        if room <= 0:
            yield (Piece(LEFT_OUT, LEFT_OUT),)
            return
        kept: list[Piece] = []
        for piece in paragraph:
            if room > 0:
                kept.append(piece if len(piece.text) <= room else Piece(piece.kind, piece.text[:room] + LEFT_OUT))
            room -= len(piece.text)
        yield tuple(kept)


def _side(paragraphs: Sequence[Paragraph], other: str) -> list[Paragraph]:
    sides = [tuple(piece for piece in paragraph if piece.kind != other) for paragraph in paragraphs]
    return [side for side in sides if side]


def _text(paragraph: Paragraph, other: str) -> str:
    return "".join(piece.text for piece in paragraph if piece.kind != other)
