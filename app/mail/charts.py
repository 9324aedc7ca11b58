"""Bars for a small drawing: where each stands, worked out here so that the template only draws."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 320, 110, 20
TOP = 16
GAP = 10


@dataclass(frozen=True)
class Bar:
    """One bar in the units of the drawing, with what stands above and below it."""

    x: int
    y: int
    width: int
    height: int
    above: str
    below: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Bars:
    """A drawing; `limit` is the height of a line not to be passed, None without one that fits in."""

    bars: list[Bar]
    limit: int | None
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - FOOT


def bars(values: Sequence[tuple[str, float]], limit: float = 0.0) -> Bars:
    """Each value in per cent with its label; the tallest of them, or the limit, fills the height."""
    most = max([limit, *(value for _, value in values)]) or 1.0
    room = HEIGHT - FOOT - TOP
    step = WIDTH // max(len(values), 1)
    drawn = []
    for place, (label, value) in enumerate(values):
        height = round(room * value / most)
        drawn.append(Bar(place * step + GAP // 2, HEIGHT - FOOT - height, step - GAP, height, percent(value), label))
    return Bars(drawn, HEIGHT - FOOT - round(room * limit / most) if limit else None)


def percent(value: float) -> str:
    """`0.05 %`; nothing at all is `0 %`."""
    return f"{value:.2f} %" if value else "0 %"
