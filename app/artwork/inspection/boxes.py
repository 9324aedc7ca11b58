"""The boxes of a page, read from a PDF and turned the way a person sees the page.

Every box here is in points (72 per inch), from the upper left corner of the MediaBox as seen, with the page's
rotation and user unit already applied.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import pikepdf

TOLERANCE = 0.5
LETTER = (0.0, 0.0, 612.0, 792.0)
_NAMES = ("CropBox", "BleedBox", "TrimBox", "ArtBox")
_DEEPEST = 50


@dataclass(frozen=True)
class Rect:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def grown(self, edge: float) -> Rect:
        return Rect(self.x0 - edge, self.y0 - edge, self.x1 + edge, self.y1 + edge)

    def within(self, other: Rect) -> bool:
        slack = other.grown(TOLERANCE)
        return self.x0 >= slack.x0 and self.y0 >= slack.y0 and self.x1 <= slack.x1 and self.y1 <= slack.y1

    def same_as(self, other: Rect) -> bool:
        return self.within(other) and other.within(self)

    def as_tuple(self) -> tuple[float, float, float, float]:
        return round(self.x0, 2), round(self.y0, 2), round(self.x1, 2), round(self.y1, 2)


@dataclass(frozen=True)
class Sheet:
    """One page's geometry. ``boxes`` holds only what the file itself says; ``odd`` names broken boxes."""

    number: int
    media: Rect
    rotate: int = 0
    user_unit: float = 1.0
    boxes: dict[str, Rect] = field(default_factory=dict)
    odd: tuple[str, ...] = ()

    @property
    def trim(self) -> Rect | None:
        """The TrimBox where it says something: one equal to the page is what programs write by habit."""
        trim = self.boxes.get("TrimBox")
        return None if trim is None or trim.same_as(self.media) else trim


def read_sheet(page: pikepdf.Page, number: int) -> Sheet:
    raw_media = _numbers(_inherited(page.obj, "/MediaBox"))
    odd = [] if raw_media else ["MediaBox"]
    media = raw_media or LETTER
    unit = _user_unit(page.obj)
    rotate = _rotation(page.obj)
    boxes: dict[str, Rect] = {}
    for name in _NAMES:
        value = _inherited(page.obj, f"/{name}") if name == "CropBox" else page.obj.get(f"/{name}")
        if value is None:
            continue
        raw = _numbers(value)
        cut = raw and _overlap(raw, media)
        if cut is None:
            odd.append(name)
        else:
            boxes[name] = as_seen(cut, media, rotate, unit)
    return Sheet(number, as_seen(media, media, rotate, unit), rotate, unit, boxes, tuple(odd))


def _inherited(node: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        node = parent
    return None


def _numbers(value: Any) -> tuple[float, float, float, float] | None:
    """Four finite numbers that span an area, corners in order; None for anything else."""
    try:
        a, b, c, d = (float(item) for item in value)
    except (TypeError, ValueError, OverflowError):
        return None
    x0, x1, y0, y1 = min(a, c), max(a, c), min(b, d), max(b, d)
    if not all(math.isfinite(number) for number in (x0, y0, x1, y1)) or x1 - x0 < 1 or y1 - y0 < 1:
        return None
    return x0, y0, x1, y1


def _overlap(
    box: tuple[float, float, float, float], media: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    cut = (max(box[0], media[0]), max(box[1], media[1]), min(box[2], media[2]), min(box[3], media[3]))
    return cut if cut[2] - cut[0] >= 1 and cut[3] - cut[1] >= 1 else None


def _rotation(node: Any) -> int:
    try:
        turn = int(_inherited(node, "/Rotate") or 0)
    except (TypeError, ValueError):
        return 0
    return turn % 360 if turn % 90 == 0 else 0


def _user_unit(node: Any) -> float:
    try:
        unit = float(node.get("/UserUnit", 1))
    except (TypeError, ValueError, OverflowError):
        return 1.0
    return unit if math.isfinite(unit) and 0.01 <= unit <= 75_000 else 1.0


def as_seen(
    box: tuple[float, float, float, float],
    media: tuple[float, float, float, float],
    rotate: int,
    unit: float,
) -> Rect:
    """A box in the file's own numbers as a person sees it (see the top of this module)."""
    x0, y0, x1, y1 = box
    turned = {
        0: (x0 - media[0], media[3] - y1, x1 - media[0], media[3] - y0),
        90: (y0 - media[1], x0 - media[0], y1 - media[1], x1 - media[0]),
        180: (media[2] - x1, y0 - media[1], media[2] - x0, y1 - media[1]),
        270: (media[3] - y1, media[2] - x1, media[3] - y0, media[2] - x0),
    }[rotate]
    return Rect(*(length * unit for length in turned))
