"""The columns of a table as an answer needs them: the personal ones with their declarations, and what explains them."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import String, Table

from app.foundation.inventory import KEY, NotPersonal, Personal, readable, unreasoned, words_of
from app.rights.service.sources import Asked

NOT_BESIDE = (
    "digest", "random", "fingerprint", "token", "secret", "place of the file", "generated place", "opens",
    "legal matter",
)  # fmt: skip
"""Words in the reason of a column that is not personal: what it holds would tell nobody anything, or nothing that a
court may not have forbidden to tell."""
SAID_ELSEWHERE = frozenset({"version", "origin"})
"""Columns that an item or the words of a record say already, or that only count savings."""
SHORT = 200


class Undeclared(LookupError):
    """A column that the inventory does not know, or one that is withheld without a reason; the message names it."""


@dataclass(frozen=True)
class Source:
    """One table as it is asked."""

    asked: Asked
    model: type
    table: Table

    @cached_property
    def personal(self) -> dict[str, Personal]:
        """The declarations of the personal columns."""
        return {name: declared for name, declared in self._declared.items() if isinstance(declared, Personal)}

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """Columns about nobody that make the others understood: times, states, numbers."""
        return tuple(
            name
            for name, declared in self._declared.items()
            if isinstance(declared, NotPersonal) and self._tells(name, declared)
        )

    def _tells(self, name: str, declared: NotPersonal) -> bool:
        column = self.table.columns[name]
        if column.primary_key or column.foreign_keys or declared is KEY["inventory"] or declared.rest == "sealed":
            return False
        if name in SAID_ELSEWHERE:
            return False
        return not any(word in declared.reason for word in NOT_BESIDE) and (
            not isinstance(column.type, String) or (column.type.length or SHORT + 1) <= SHORT
        )

    @cached_property
    def _declared(self) -> dict[str, Personal | NotPersonal]:
        found = {}
        for column in self.table.columns:
            declared = column.info.get("inventory")
            if not isinstance(declared, Personal | NotPersonal):
                raise Undeclared(f"{self.table.name}.{column.name} is not declared.")
            if isinstance(declared, Personal) and unreasoned(declared):
                raise Undeclared(f"{self.table.name}.{column.name} is not shown to its person, without a reason.")
            found[column.name] = declared
        return found

    @property
    def kept(self) -> str:
        """How long its rows stay, in words."""
        return str(getattr(self.model, "__retention__", ""))

    def words(self, column: str) -> str:
        """What a column is called."""
        return words_of(self.table.name).columns.get(column, readable(column))
