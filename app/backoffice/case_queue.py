"""The case queue's address: what is asked for, and the addresses of its other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.cases import clockwork
from app.cases.states import KINDS, STATES, TOPICS
from app.cases.views import Wanted
from app.foundation.forms import Option
from app.foundation.row_numbers import row_number

WHOSE = {"": "Everybody's", "mine": "Mine", "nobody": "Nobody's"}
DUE = {"": "Any time", "today": "By tonight", "overdue": "Too late already"}
NEEDS = {"": "Anything", "approval": "A colleague's approval"}
SHOWN = {
    "": "All that is open",
    "ours": "All that wait for us",
    **{code: state.label for code, state in STATES.items()},
    "all": "All, newest first",
}
MOST_WORDS = 254


@dataclass(frozen=True)
class QueuePage:
    """What was asked for, as the filter form shows it and the query takes it."""

    wanted: Wanted
    words: str
    filters: list[tuple[str, str, list[Option]]]
    query: dict[str, str]

    def href(self, **changed: int | None) -> str | None:
        """The address of a page of the same list; None when there is none."""
        kept = {name: str(value) for name, value in changed.items() if value is not None}
        return f"/staff/cases?{urlencode(self.query | kept)}" if kept else None

    @property
    def filtered(self) -> bool:
        return bool(self.query)


def read(args: Mapping[str, str], staff_id: int, now: datetime) -> QueuePage:
    """What the address asks for; anything that makes no sense is left out, never an error."""
    lists = {
        "state": SHOWN,
        "kind": {"": "Every kind", **KINDS},
        "topic": {"": "Anything", **TOPICS},
        "due": DUE,
        "needs": NEEDS,
        "whose": WHOSE,
    }
    chosen = {name: args.get(name, "") if args.get(name, "") in words else "" for name, words in lists.items()}
    words = " ".join(args.get("q", "").replace("\0", "").split())[:MOST_WORDS]
    wanted = Wanted(
        state=chosen["state"],
        kind=chosen["kind"],
        topic=chosen["topic"],
        due_before={"today": clockwork.end_of_day(now), "overdue": now}.get(chosen["due"]),
        prepared=chosen["needs"] == "approval",
        words=words,
        worker_id=staff_id if chosen["whose"] == "mine" else None,
        unassigned=chosen["whose"] == "nobody",
        before=row_number(args.get("before")),
        after=row_number(args.get("after")),
    )
    labels = {"state": "State", "kind": "Kind", "topic": "About", "due": "Due", "needs": "Needs", "whose": "Whose"}
    filters = [(name, labels[name], _options(lists[name], chosen[name])) for name in lists]
    query = {name: value for name, value in {"q": words, **chosen}.items() if value}
    return QueuePage(wanted, words, filters, query)


def _options(words: Mapping[str, str], chosen: str) -> list[Option]:
    return [Option(code, label, selected=code == chosen) for code, label in words.items()]
