"""Values as people read them; whoever else stands in a row becomes a role.

The customer sees what they typed about others (whoever an order goes to); they do not see who works here by name,
nor what somebody else wrote in the same place.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from app.accounts import service as accounts
from app.audit.kinds import WORDS
from app.foundation import clock
from app.foundation.inventory import readable
from app.foundation.money import dollars
from app.foundation.reaching import Keys

WHO = re.compile(r"(staff|customer|account|person|address):(\w+)")
DOERS = {
    "job": "this site by itself",
    "command": "our staff, at the machine",
    "visitor": "somebody who was not signed in",
    "processor": "the card processor",
}
HELD = {"account": "account", "address": "e-mail address"}
"""What of somebody an entry of the audit record is about."""
SOMEBODY = "somebody else"
HOLE = re.compile(r"\{(\w+)\}")
IDS = frozenset({"staff", "account", "customer", "person"})
"""Names under which the details of a record hold the number of somebody."""


class Teller:
    """Puts values into words for whoever has these keys."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._own = keys.actors | keys.refs | keys.subjects
        self._roles: dict[int, str] = {}

    def data(self, value: Any) -> Any:
        """The value for machines: what JSON can hold, with others masked."""
        if isinstance(value, datetime):
            return clock.iso(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Mapping):
            return {str(name): self._named(str(name), part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(part) for part in value]
        return self.who(value) if isinstance(value, str) else value

    def _named(self, name: str, part: Any) -> Any:
        if name in IDS and isinstance(part, int):
            return "you" if part in self.keys.accounts | self.keys.persons else self.who(f"staff:{part}")
        return self.data(part)

    def text(self, name: str, value: Any, money: bool = False) -> str:
        """The value for people; `name` is its column. Numbers in lists about `money` are cents."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name.endswith("cents") and isinstance(value, int):
            return dollars(value)
        if isinstance(value, datetime):
            return clock.spoken(value)
        if isinstance(value, date):
            return f"{value:%B} {value.day}, {value.year}"
        if isinstance(value, Mapping | list | tuple):
            return "; ".join(self._parts(self.data(value), money))
        return "" if value is None else str(self.data(value))

    def _parts(self, value: Any, money: bool, name: str = "") -> Iterator[str]:
        """The parts of a list or object, each as one text; an empty one is left out."""
        if isinstance(value, list):
            inner = (", ".join(self._parts(part, money, "cents" if money else "")) for part in value)
            yield from (text for text in inner if text)
        elif isinstance(value, dict):
            for key, part in value.items():
                if text := ", ".join(self._parts(part, money, key)):
                    yield f"{readable(key.removesuffix('_cents'))}: {text}"
        elif value not in (None, ""):
            yield self.text(name, value)

    def who(self, text: str) -> str:
        """A reference to somebody in words: you, a role of our staff, somebody else; other texts stay as they are."""
        if text in DOERS or text.partition(":")[0] in {"job", "command", "processor"}:
            return DOERS[text.partition(":")[0]]
        found = WHO.fullmatch(text)
        if found is None:
            return text
        if text in self._own:
            return "you"
        return self._role(int(found[2])) if found[1] == "staff" and found[2].isdigit() else SOMEBODY

    def _role(self, account_id: int) -> str:
        if account_id not in self._roles:
            roles = ", ".join(accounts.staff_roles([account_id]).get(account_id, []))
            self._roles[account_id] = f"our staff ({roles})" if roles else "our staff"
        return self._roles[account_id]

    def is_other_customer(self, text: Any) -> bool:
        """Whether the text names a customer who is not the one who asks."""
        return isinstance(text, str) and text.startswith("customer:") and text not in self._own

    def deed(self, row: Mapping[str, Any]) -> str:
        """An entry of the audit record: what was done, without who did it."""
        payload = self.data(row["payload"] or {})

        def filled(hole: re.Match[str]) -> str:
            if hole[1] == "subject":
                return self._thing(row["subject_ref"])
            return self.text("", payload.get(hole[1], "(removed)"))

        return HOLE.sub(filled, WORDS.get(row["kind"], readable(row["kind"])))

    def _thing(self, ref: str) -> str:
        kind, _, number = ref.partition(":")
        if WHO.fullmatch(ref) is None:
            return f"{readable(kind)} {number}"
        thing = HELD.get(kind, "data")
        return f"your {thing}" if ref in self._own else f"the {thing} of {self.who(ref)}"
