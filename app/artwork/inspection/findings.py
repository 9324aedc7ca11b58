"""What an inspection says: findings, facts and pictures, as values and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    MUST_FIX = "must_fix"
    MAY_PROCEED = "may_proceed"
    NOT_CHECKED = "not_checked"
    PASS = "pass"  # noqa: S105 - an outcome, not a password


ORDER = (Severity.MUST_FIX, Severity.MAY_PROCEED, Severity.NOT_CHECKED, Severity.PASS)


@dataclass(frozen=True)
class Mark:
    """A place on a page: points from the upper left corner of the page as it is seen."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Finding:
    """One answer of one rule. ``pages`` is empty when the finding is about the whole file."""

    rule: str
    severity: Severity
    sentence: str
    how_to_fix: str = ""
    pages: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    measured: str = ""
    limit: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        return cls(
            rule=str(data["rule"]),
            severity=Severity(data["severity"]),
            sentence=str(data["sentence"]),
            how_to_fix=str(data["how_to_fix"]),
            pages=tuple(int(number) for number in data["pages"]),
            marks=tuple(Mark(int(mark["page"]), _box(mark["box"])) for mark in data["marks"]),
            measured=str(data["measured"]),
            limit=str(data["limit"]),
        )


@dataclass(frozen=True)
class Picture:
    """A drawn page. ``area`` is the part of the page it shows, in points as seen; ``lines`` are drawn on it."""

    page: int
    width_px: int
    height_px: int
    area: tuple[float, float, float, float]
    lines: tuple[str, ...]
    thumb_px: tuple[int, int]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Picture:
        thumb_width, thumb_height = data["thumb_px"]
        return cls(
            page=int(data["page"]),
            width_px=int(data["width_px"]),
            height_px=int(data["height_px"]),
            area=_box(data["area"]),
            lines=tuple(str(line) for line in data["lines"]),
            thumb_px=(int(thumb_width), int(thumb_height)),
        )


@dataclass(frozen=True)
class PageFacts:
    """One page: boxes in points as seen (rotation and user unit applied), by their name in the file."""

    number: int
    width_in: float
    height_in: float
    rotate: int
    user_unit: float
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PageFacts:
        return cls(
            number=int(data["number"]),
            width_in=float(data["width_in"]),
            height_in=float(data["height_in"]),
            rotate=int(data["rotate"]),
            user_unit=float(data["user_unit"]),
            boxes={str(name): _box(box) for name, box in data["boxes"].items()},
        )


@dataclass(frozen=True)
class Report:
    """All that is known about a file. ``program`` comes from a closed list, never from the file's own text."""

    kind: str
    findings: tuple[Finding, ...] = ()
    pictures: tuple[Picture, ...] = ()
    pages: tuple[PageFacts, ...] = ()
    page_count: int | None = None
    pdf_version: str = ""
    program: str = ""
    encrypted: bool = False
    repaired: bool = False
    output_intent: bool = False

    @property
    def worst(self) -> Severity:
        return min((finding.severity for finding in self.findings), key=ORDER.index, default=Severity.PASS)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """Rebuild a report. Raises KeyError, TypeError or ValueError for anything of another shape."""
        return cls(
            kind=str(data["kind"]),
            findings=tuple(Finding.from_json(item) for item in data["findings"]),
            pictures=tuple(Picture.from_json(item) for item in data["pictures"]),
            pages=tuple(PageFacts.from_json(item) for item in data["pages"]),
            page_count=None if data["page_count"] is None else int(data["page_count"]),
            pdf_version=str(data["pdf_version"]),
            program=str(data["program"]),
            encrypted=bool(data["encrypted"]),
            repaired=bool(data["repaired"]),
            output_intent=bool(data["output_intent"]),
        )


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first; within one severity by the first page, the whole file before its pages."""
    return tuple(sorted(findings, key=lambda one: (ORDER.index(one.severity), one.pages[:1], one.rule)))


def _box(values: Iterable[Any]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in values)
    return x0, y0, x1, y1
