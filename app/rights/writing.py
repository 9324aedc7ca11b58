"""An answer in writing: words for a page, and one zip with HTML for people, JSON and CSV for machines.

The shape of `answer.json` is told in docs/answer-format.md; `FORMAT` of `holdings` counts its changes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import current_app
from markupsafe import Markup

from app.foundation import clock, frame
from app.policy.holding import CATEGORIES
from app.rights.holdings import FORMAT, Group, Holdings, Item, Line, Record

ON_PAGE = 100
"""So many entries of one source stand on the page; the download has all."""
ALL = 10**9
COLUMNS = (
    "entry", "what", "value", "why not shown", "from", "since", "used for", "clause", "shared with", "kept",
    "kept until", "what you can do",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula."""


class Proof(Protocol):
    """The newest certificate that answers are complete."""

    @property
    def at(self) -> datetime:
        """When it was made."""

    @property
    def good(self) -> bool:
        """Whether nothing was found amiss."""


@dataclass(frozen=True)
class Answer:
    """What the templates draw: `base` stands before addresses, `most` entries of one source are shown."""

    holdings: Holdings
    headings: Mapping[str, str]
    certificate: Proof | None
    base: str = ""
    most: int = ON_PAGE

    @property
    def held(self) -> list[Group]:
        """What is held, in the order of the chapters."""
        return [group for _, groups in self.chapters for group in groups]

    @property
    def chapters(self) -> list[tuple[str, list[Group]]]:
        """What is held, under the headings of the inventory's categories."""
        held = sorted(self.holdings.held, key=lambda group: not group.title.startswith("Your "))
        found = [(title, [group for group in held if group.category == code]) for code, title in CATEGORIES.items()]
        return [*(pair for pair in found if pair[1]), *_rest([group for group in held if not group.category])]


def _rest(groups: list[Group]) -> Iterator[tuple[str, list[Group]]]:
    if groups:
        yield "What ties it together", groups


def zipped(answer: Answer) -> bytes:
    """The download; the same holdings give the same bytes. Neither its name nor those inside say whose it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in _files(answer):
            moment = clock.central(answer.holdings.made_at)
            info = zipfile.ZipInfo(f"what-we-hold/{name}", moment.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(info, text.encode())
    return target.getvalue()


def _files(answer: Answer) -> Iterator[tuple[str, str]]:
    yield "answer.html", html(answer)
    yield "answer.json", json.dumps(for_machines(answer), ensure_ascii=False, indent=1)
    for number, group in enumerate((group for group in answer.holdings.groups if group.records), start=1):
        yield f"csv/{number:02}-{group.anchor.replace('_', '-').lower()}.csv", table(group)


def html(answer: Answer) -> str:
    """The answer as one file that loads nothing."""
    environment = current_app.jinja_env
    style = environment.get_template("rights/answer.css").render()
    settings = current_app.extensions["shop.settings"]
    whole = Answer(answer.holdings, answer.headings, answer.certificate, settings.base_url, ALL)
    return environment.get_template("rights/answer_file.html").render(
        answer=whole,
        name=frame.site(settings).name,
        style=Markup("<style>\n{}</style>").format(Markup(style)),  # noqa: S704  # a style sheet of ours
    )


def table(group: Group) -> str:
    """One source as CSV; a value that a spreadsheet would run gets an apostrophe before it."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for number, record in enumerate(group.records, start=1):
        name = record.name or str(number)
        for what, text in record.beside:
            writer.writerow([_harmless(cell) for cell in (name, what, text, *[""] * (len(COLUMNS) - 3))])
        for item in record.items:
            writer.writerow([_harmless(cell) for cell in (name, *_cells(item))])
    return target.getvalue()


def _cells(item: Item) -> tuple[str, ...]:
    return (
        item.what,
        item.text,
        item.why,
        item.origin,
        _iso(item.since) or "",
        "; ".join(item.purposes),
        item.clause,
        "; ".join(item.shared),
        item.kept,
        _iso(item.until) or "",
        item.correct,
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _iso(at: datetime | None) -> str | None:
    return clock.iso(at) if at is not None else None


def for_machines(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    holdings = answer.holdings
    return {
        "format": FORMAT,
        "made_at": clock.iso(holdings.made_at),
        "depth": holdings.depth,
        "proven_complete_at": _iso(answer.certificate.at) if answer.certificate and answer.certificate.good else None,
        "copies": holdings.copies,
        "sources": [_group(group) for group in holdings.groups],
        "shared": [
            {
                "recipient": line.recipient,
                "kinds": list(line.kinds),
                "why": line.why,
                "clause": line.clause,
                "first": clock.iso(line.first),
                "last": clock.iso(line.last),
                "count": line.count,
                "all_arrived": line.sure,
            }
            for line in holdings.shared
        ],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "kind": group.kind,
        "title": group.title,
        "count": group.count,
        "first": _iso(group.first),
        "last": _iso(group.last),
        "kept": group.kept,
        "shared_with": list(group.shared),
        "note": group.note,
        "declared": [_line(line) for line in group.lines],
        "entries": [_record(record) for record in group.records],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "what": list(line.what),
        "used_for": list(line.purposes),
        "clause": line.clause,
        "from": line.origins,
        "what_you_can_do": line.correct,
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "name": record.name or None,
        "since": _iso(record.since),
        "beside": dict(record.beside),
        "items": [_item(item) for item in record.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "what": item.what,
        "column": item.column,
        "value": item.data,
        "why_not_shown": item.why or None,
        "from": item.origin,
        "since": _iso(item.since),
        "used_for": list(item.purposes),
        "clause": item.clause,
        "shared_with": list(item.shared),
        "kept": item.kept,
        "kept_until": _iso(item.until),
        "what_you_can_do": item.correct,
    }
