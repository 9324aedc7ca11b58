"""What readers of this room are handed: versions, drafts, and how they came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.policy.clauses import Clause

PRIVACY = "privacy-policy"
POSTED = ("scheduled", "published", "superseded")
"""States of versions that are, were or will be in force."""
LISTED = (*POSTED, "withdrawn")
"""States of versions that have a number and stay listed."""


@dataclass(frozen=True, slots=True)
class NewUse:
    """A use that a version adds: its purpose (a code of the inventory) and what it means, in words."""

    purpose: str
    words: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One posted version in a list, without its text.

    `prev_no` is the version before it, 0 for the first. `reviewer_name` is empty where nobody but its author read it.
    """

    id: int
    no: int
    effective_at: datetime
    published_at: datetime
    change_class: str
    change_note: str
    sha256: str
    author_name: str
    state: str = "published"
    reviewer_name: str = ""
    new_uses: tuple[NewUse, ...] = ()
    prev_no: int = 0
    slug: str = PRIVACY
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One posted version with its clauses, in the order of the text. `slots` and `kinds` are as it froze them."""

    line: VersionLine
    body_md: str
    clauses: tuple[Clause, ...]
    slots: Mapping[str, object] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def no(self) -> int:
        return self.line.no


@dataclass(frozen=True, slots=True)
class Draft:
    """The text that is being worked on. `token` names the state that it was read in.

    Without a saved draft it is the newest posted text, with no author and no time. `id` is 0 then.
    `state` is draft, in_review or approved.
    """

    token: str
    body_md: str
    change_class: str = ""
    change_note: str = ""
    author_name: str = ""
    saved_at: datetime | None = None
    state: str = "draft"
    guard: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    new_uses: tuple[NewUse, ...] = ()
    author: str = ""
    reviewer_name: str = ""
    id: int = 0
    not_for: tuple[str, ...] = ()

    @property
    def saved(self) -> bool:
        return self.saved_at is not None


@dataclass(frozen=True, slots=True)
class Retired:
    """A clause that the current text no longer has, the last version that had it, and the one that removed it."""

    anchor: str
    heading: str
    last_no: int
    gone_no: int


@dataclass(frozen=True, slots=True)
class Event:
    """A state that a version came into; `actor_name` is empty where the shop itself did it."""

    state: str
    at: datetime
    actor: str
    actor_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Saving:
    """One saving of a draft; `auto` ones were made by the editor's clock."""

    id: int
    number: int
    author: str
    author_name: str
    at: datetime
    auto: bool
    body_md: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with versions. `posted` counts its numbered versions; `open_state` is "" when nobody works on it."""

    slug: str
    title: str
    posted: int
    open_state: str
