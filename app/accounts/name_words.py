"""The words of each account's name, folded, so that staff find a name by how any of its words begins.

They follow the name by themselves: whoever writes `Account.name`, these rows are written in the same transaction.
"""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Connection, ForeignKey, Index, String, and_, delete, event, insert, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.accounts.models import Account
from app.accounts.user_ids import is_ours
from app.foundation.database import db
from app.foundation.inventory import KEY, in_words, personal
from app.foundation.retention import With
from app.foundation.sealed import ERASED

LONGEST = 60
"""Characters of a word that are kept: nobody types more of one."""
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that are no letter with a mark, as a keyboard without them types them."""
_LAST = "\U0010ffff"
"""Sorts behind every letter."""

# Compared by code point, as SQLite does: only so is "all that begin with" one stretch of an index on PostgreSQL.
Word = String(LONGEST).with_variant(String(LONGEST, collation="C"), "postgresql")


class AccountNameWord(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One word of the name of an account."""

    __tablename__ = "account_name_word"
    __retention__ = With("account", "until the name changes or the account is closed")
    __person__ = "account_id as account"
    __table_args__ = (Index("ix_account_name_word_word", "word", "account_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, info=KEY)
    word: Mapped[str] = mapped_column(
        Word, primary_key=True,
        info=personal("contact", purposes="order account", origins="system", clause="registering", export="withheld",
                      reason="the words of the name again, in the form in which they are compared"),
    )  # fmt: skip


def folded(text: str) -> str:
    """The text without case and marks: `Søren Müller` as `soren muller`."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def typed(text: str) -> list[str]:
    """The words somebody types to find a name, the longest first; one that only begins another is left out."""
    found: list[str] = []
    for word in sorted(set(_split(folded(text))), key=lambda word: (-len(word), word)):
        if not any(longer.startswith(word) for longer in found):
            found.append(word[:LONGEST])
    return found


def kept(name: str) -> set[str]:
    """The words under which a name is found: `O'Brien-Lee` by its parts and as `obrienlee`."""
    found: set[str] = set()
    for part in folded(name).split():
        words = _split(part)
        found.update(words, ["".join(words)])
    return {word[:LONGEST] for word in found if word}


def _split(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def begins(word: Any, start: str) -> ColumnElement[bool]:
    """Whether the column's word begins so."""
    return and_(word >= start, word < start + _LAST)


def _follow(_mapper: Mapper[Account], connection: Connection, row: Account) -> None:
    """Keep the words of a name that was written; an erased name, and the shop's own visitor, have none."""
    if not inspect(row).attrs.name.history.has_changes():
        return
    connection.execute(delete(AccountNameWord).where(AccountNameWord.account_id == row.id))
    words = set() if row.name == ERASED or is_ours(row.user_id) else kept(row.name)
    if words:
        rows = [{"account_id": row.id, "word": word} for word in sorted(words)]
        connection.execute(insert(AccountNameWord), rows)


event.listen(Account, "after_insert", _follow)
event.listen(Account, "after_update", _follow)

in_words(AccountNameWord, "The words of your name, to find you by", word="a word of your name")
