"""The list of changes for machines: Atom, and JSON Feed 1.1 with fields of our own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from app.audit.heads import Head
from app.foundation import clock
from app.policy.rendering import UNPRINTABLE
from app.policy.views import PRIVACY, VersionLine

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
JSON_FEED = "https://jsonfeed.org/version/1.1"
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)

ElementTree.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One posted version in the list of changes.

    `standing` is in force, scheduled, superseded or withdrawn; the two `withdrawn` values only for the last.
    """

    line: VersionLine
    class_words: str
    standing: str
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""
    page: str = f"/{PRIVACY}"

    @property
    def path(self) -> str:
        return f"{self.page}/versions/{self.line.no}"

    @property
    def title(self) -> str:
        return f"Version {self.line.no} of the privacy policy"

    @property
    def updated(self) -> datetime:
        return self.withdrawn_at or self.line.published_at

    @property
    def effect(self) -> str:
        """When it takes effect, in words."""
        when = clock.spoken(self.line.effective_at)
        match self.standing:
            case "withdrawn":
                return f"It was to take effect on {when} and was withdrawn before."
            case "scheduled":
                return f"It takes effect on {when}."
        return f"It took effect on {when}."

    @property
    def text(self) -> str:
        """The entry in plain words."""
        uses = [f"New use: {use.words}" for use in self.line.new_uses]
        return "\n".join([self.line.change_note, f"{self.class_words}.", *uses, self.effect])


@dataclass(frozen=True, slots=True)
class Channel:
    """Whose list it is, where it lives, and its entries, newest first. `head` is the newest end of the record."""

    company: str
    base: str
    entries: Sequence[Entry]
    head: Head | None

    @property
    def title(self) -> str:
        return f"Changes of the privacy policy of {self.company}"

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=BEFORE_ALL)


def atom(channel: Channel) -> str:
    """The list as an Atom feed (RFC 4287)."""
    feed = ElementTree.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    address = f"{channel.base}/privacy-policy/changes"
    _add(feed, "id", f"{address}.atom")
    _add(feed, "title", channel.title)
    _add(feed, "updated", clock.iso(channel.updated))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=address)
    _add(ElementTree.SubElement(feed, _name("author")), "name", channel.company)
    for entry in channel.entries:
        _atom_entry(ElementTree.SubElement(feed, _name("entry")), entry, channel.base + entry.path)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _atom_entry(element: ElementTree.Element, entry: Entry, address: str) -> None:
    _add(element, "id", address)
    _add(element, "title", f"{entry.title} ({entry.standing})")
    _add(element, "updated", clock.iso(entry.updated))
    _add(element, "published", clock.iso(entry.line.published_at))
    _add(element, "category", term=entry.line.change_class, label=entry.class_words)
    _add(element, "category", term=entry.standing.replace(" ", "-"), label=entry.standing)
    _add(element, "link", rel="alternate", type="text/html", href=address)
    _add(element, "link", rel="related", type="text/html", title="What changed", href=f"{address}/changes")
    _add(element, "content", f"{entry.text}\nSHA-256 of the text: {entry.line.sha256}", type="text")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> None:
    element = ElementTree.SubElement(parent, _name(tag), attributes)
    element.text = UNPRINTABLE.sub("", text) or None


def json_feed(channel: Channel) -> str:
    """The list as a JSON feed; what a program wants to know of a version stands under `_policy_version`."""
    address = f"{channel.base}/privacy-policy/changes"
    head = channel.head
    feed = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": address,
        "feed_url": f"{address}.json",
        "language": "en",
        "authors": [{"name": channel.company, "url": f"{channel.base}/"}],
        "_record_head": {"day": head.day.isoformat(), "place": head.seq, "hash": head.row_hash} if head else None,
        "items": [_item(entry, channel.base + entry.path) for entry in channel.entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry, address: str) -> dict[str, Any]:
    line = entry.line
    return {
        "id": address,
        "url": address,
        "title": f"{entry.title} ({entry.standing})",
        "content_text": entry.text,
        "summary": line.change_note,
        "date_published": clock.iso(line.published_at),
        "date_modified": clock.iso(entry.updated),
        "tags": [line.change_class, entry.standing],
        "_policy_version": {
            "number": line.no,
            "previous": line.prev_no or None,
            "class": line.change_class,
            "class_in_words": entry.class_words,
            "note": line.change_note,
            "new_uses": [{"purpose": use.purpose, "words": use.words} for use in line.new_uses],
            "state": entry.standing,
            "published": clock.iso(line.published_at),
            "effective": clock.iso(line.effective_at),
            "withdrawn": clock.iso(entry.withdrawn_at) if entry.withdrawn_at else None,
            "sha256": line.sha256,
            "differences": f"{address}/changes",
        },
    }
