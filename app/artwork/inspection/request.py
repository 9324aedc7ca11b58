"""What the child is asked: which file, which product it must fit, and how far to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Needs:
    """What the product asks of its file; lengths in inches. ``pages`` is None where any count will do."""

    width_in: float
    height_in: float
    bleed_in: float = 0.125
    pages: int | None = None
    safe_in: float = 0.125

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Needs:
        pages = data.get("pages")
        return cls(
            width_in=float(data["width_in"]),
            height_in=float(data["height_in"]),
            bleed_in=float(data.get("bleed_in", 0.125)),
            pages=None if pages is None else int(pages),
            safe_in=float(data.get("safe_in", 0.125)),
        )


@dataclass(frozen=True)
class Request:
    """``source`` is the file's path, ``folder`` the empty folder for the result and the pictures."""

    source: str
    folder: str
    needs: Needs | None = None
    most_pages: int = 500
    most_pictures: int = 120
    picture_px: int = 600
    thumbnail_px: int = 200

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Request:
        needs = data.get("needs")
        return cls(**{**data, "needs": None if needs is None else Needs.from_json(needs)})
