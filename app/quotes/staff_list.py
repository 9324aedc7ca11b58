"""The staff list's address: what is asked for, and the addresses of its other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.foundation.forms import Option
from app.foundation.row_numbers import row_number
from app.quotes.terms import STATES
from app.quotes.views import Wanted

MOST_WORDS = 100


@dataclass(frozen=True)
class ListPage:
    """What was asked for, as the filter form shows it and the query takes it."""

    wanted: Wanted
    words: str
    states: list[Option]
    query: dict[str, str]

    def href(self, **changed: int | None) -> str | None:
        """The address of a page of the same list; None when there is none."""
        kept = {name: str(value) for name, value in changed.items() if value is not None}
        return f"/staff/quotes?{urlencode(self.query | kept)}" if kept else None

    @property
    def filtered(self) -> bool:
        return bool(self.query)


def read(args: Mapping[str, str]) -> ListPage:
    """What the address asks for; anything that makes no sense is left out, never an error."""
    state = args.get("state", "")
    state = state if state in STATES else ""
    words = " ".join(args.get("q", "").replace("\0", "").split())[:MOST_WORDS]
    case = row_number(args.get("case"))
    wanted = Wanted(state, words, case, row_number(args.get("before")), row_number(args.get("after")))
    states = [Option("", "Any state", selected=not state)]
    states += [Option(one.code, one.label, selected=one.code == state) for one in STATES.values()]
    query = {"state": state, "q": words, "case": str(case) if case else ""}
    return ListPage(wanted, words, states, {name: value for name, value in query.items() if value})
