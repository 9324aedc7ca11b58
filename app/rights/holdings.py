"""The shape of an answer: what is held about one human, source by source, each thing with its whole story.

Every declared table and store is one `Group`, also when it holds nothing. A `Record` is one row or file. Nothing
here knows where the values come from (`service.gathering`) or how they are written (`writing`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

FORMAT = 1
"""Counts up when what machines read changes its shape."""
Depth = Literal["categories", "values"]


def opening(text: str) -> str:
    """The text as it begins a line; what follows the first letter stays as it is (`ZIP code`)."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Item:
    """One thing. `text` is for people, `data` for machines; both are empty where `why` says why it is not shown."""

    what: str
    column: str
    """Its place, `table.column` or the store's name."""
    text: str
    data: Any
    why: str
    origin: str
    since: datetime | None
    purposes: tuple[str, ...]
    clause: str
    shared: tuple[str, ...]
    kept: str
    until: datetime | None
    correct: str

    @property
    def title(self) -> str:
        """What it is, as it begins a line."""
        return opening(self.what)

    @property
    def shown(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.why or self.text)


@dataclass(frozen=True)
class Record:
    """One row or file: `name` where it has one, such as `order 10002`; `beside` is what stands with it, in words."""

    name: str
    since: datetime | None
    beside: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """Its name, as it begins a line."""
        return opening(self.name)

    @property
    def beside_text(self) -> str:
        """What stands with it, as one line."""
        return "; ".join(f"{name}: {text}" for name, text in self.beside)


@dataclass(frozen=True)
class Line:
    """Kinds of things that are declared alike: what they are used for, where they may come from, what can be done."""

    what: tuple[str, ...]
    purposes: tuple[str, ...]
    clause: str
    origins: str
    correct: str

    @property
    def title(self) -> str:
        """What it is about, as it begins a line."""
        return opening(", ".join(self.what))


@dataclass(frozen=True)
class Group:
    """One source. `note` says what has to be known about it, and why nothing is looked up there where it is so."""

    name: str
    kind: str
    """`table`, or the kind of the store."""
    category: str
    """Of the inventory; empty where the source holds nothing personal."""
    title: str
    count: int
    lines: tuple[Line, ...]
    shared: tuple[str, ...]
    kept: str
    first: datetime | None
    last: datetime | None
    note: str
    personal: bool
    records: tuple[Record, ...]
    """Empty where only categories may be told: `count` counts all the same."""

    @property
    def entries(self) -> str:
        """How many there are, in words."""
        return f"{self.count} {'entry' if self.count == 1 else 'entries'}"

    @property
    def note_title(self) -> str:
        """The note as a sentence."""
        return f"{opening(self.note).rstrip('.')}." if self.note else ""

    @property
    def anchor(self) -> str:
        """A name for links within a page."""
        return "".join(sign if sign.isalnum() else "-" for sign in self.name)


@dataclass(frozen=True)
class Shared:
    """Something that left us, repeats folded; `sure` is whether each of them arrived."""

    recipient: str
    kinds: tuple[str, ...]
    why: str
    clause: str
    first: datetime
    last: datetime
    count: int
    sure: bool


@dataclass(frozen=True)
class Holdings:
    """The whole answer."""

    made_at: datetime
    depth: Depth
    groups: tuple[Group, ...]
    shared: tuple[Shared, ...]
    copies: str
    """Where copies lie that are not searched, with their age limit."""

    @property
    def held(self) -> tuple[Group, ...]:
        """Sources that hold something."""
        return tuple(group for group in self.groups if group.count)

    @property
    def empty(self) -> tuple[Group, ...]:
        """Sources that were searched and hold nothing."""
        return tuple(group for group in self.groups if not group.count and group.personal)

    @property
    def about_nobody(self) -> tuple[Group, ...]:
        """Sources that cannot hold anything about anybody, each with the reason."""
        return tuple(group for group in self.groups if not group.count and not group.personal)
