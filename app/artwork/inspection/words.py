"""How lengths and page numbers are said."""

from __future__ import annotations

from collections.abc import Sequence

POINTS = 72.0


def inches(points: float) -> str:
    """A length in points as decimal inches of at most three places: 252 -> "3.5"."""
    return f"{points / POINTS:,.3f}".rstrip("0").rstrip(".")


def size(width: float, height: float) -> str:
    """Two lengths in points, as "3.5 by 2 inches" with the sign of the trade for "by"."""
    return f"{inches(width)} × {inches(height)} inches"


def page_list(pages: Sequence[int]) -> str:
    """ "page 2", "pages 1 to 4 and 7"; long scattered lists are cut short."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    runs = _runs(pages)
    parts = [_run(first, last) for first, last in runs]
    if len(parts) > 6:
        parts = [*parts[:5], f"{sum(last - first + 1 for first, last in runs[5:])} more"]
    return "pages " + (parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}")


def at_start(text: str) -> str:
    return text[:1].upper() + text[1:]


def verb(pages: Sequence[int], one: str, many: str) -> str:
    return one if len(pages) == 1 else many


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _runs(pages: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in sorted(pages):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return [part for run in runs for part in ([run] if run[1] != run[0] + 1 else [(run[0],) * 2, (run[1],) * 2])]
