"""The staff queue's address: what is asked for, and the addresses of its other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.foundation.forms import Option
from app.foundation.row_numbers import row_number
from app.orders.progress import STAGES, STATES
from app.orders.views import Wanted

WHOSE = {"": "Everybody's", "mine": "Mine", "nobody": "Nobody's"}
MOST_WORDS = 100


@dataclass(frozen=True)
class QueuePage:
    """What was asked for, as the filter form shows it and the query takes it."""

    wanted: Wanted
    words: str
    states: list[Option]
    whose: list[Option]
    query: dict[str, str]

    def href(self, **changed: int | None) -> str | None:
        """The address of a page of the same list; None when there is none."""
        kept = {name: str(value) for name, value in changed.items() if value is not None}
        return f"/staff/orders?{urlencode(self.query | kept)}" if kept else None

    @property
    def filtered(self) -> bool:
        return bool(self.query)


def read(args: Mapping[str, str], staff_id: int) -> QueuePage:
    """What the address asks for; anything that makes no sense is left out, never an error."""
    state = args.get("state", "")
    state = state if state in STAGES else ""
    whose = args.get("whose", "")
    whose = whose if whose in WHOSE else ""
    words = " ".join(args.get("q", "").replace("\0", "").split())[:MOST_WORDS]
    attention = args.get("attention", "") == "y"
    query = {"state": state, "whose": whose, "q": words, "attention": "y" if attention else ""}
    return QueuePage(
        wanted=Wanted(
            state=state,
            words=words,
            worker_id=staff_id if whose == "mine" else None,
            unassigned=whose == "nobody",
            attention=attention,
            before=_number(args, "before"),
            after=_number(args, "after"),
        ),
        words=words,
        states=[
            Option("", "Any state", selected=not state),
            *(Option(code, STATES[code].label, selected=code == state) for code in STAGES),
        ],
        whose=[Option(code, label, selected=code == whose) for code, label in WHOSE.items()],
        query={name: value for name, value in query.items() if value},
    )


def _number(args: Mapping[str, str], name: str) -> int | None:
    return row_number(args.get(name))
