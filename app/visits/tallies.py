"""One process's counts in memory, handed over about once a minute: a visit by itself is never written down."""

import threading
from collections import Counter
from datetime import date

PAGES, REFERRERS, BROWSERS = KINDS = ("visits.pages", "visits.referrers", "visits.browsers")
OTHERS = "(others)"
MOST_NAMES = 300
"""Different names of one kind between two hand-overs; the rest count as OTHERS, so nobody can fill the memory."""
HAND_OVER_AFTER = 60.0

Totals = dict[str, dict[str, int]]
"""Day in ISO form to name to count."""


class Tallies:
    """Counts per kind, day and name, safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, dict[date, Counter[str]]] = {kind: {} for kind in KINDS}
        self._began: float | None = None

    def add(self, day: date, found: dict[str, str], moment: float) -> dict[str, Totals]:
        """Count one visit: found gives a name per kind. moment is a steady clock in seconds.

        Returns what is due to be handed over: empty until a minute has passed since the first count.
        """
        with self._lock:
            if self._began is None:
                self._began = moment
            for kind, name in found.items():
                names = self._counts[kind].setdefault(day, Counter())
                names[name if name in names or len(names) < MOST_NAMES else OTHERS] += 1
            return self._take() if moment - self._began >= HAND_OVER_AFTER else {}

    def _take(self) -> dict[str, Totals]:
        taken = {
            kind: {day.isoformat(): dict(names) for day, names in days.items()}
            for kind, days in self._counts.items()
            if days
        }
        self._counts = {kind: {} for kind in KINDS}
        self._began = None
        return taken
