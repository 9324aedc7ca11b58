"""Finding accounts by whatever somebody on the telephone says: a few words, a number, a street.

Each way is one stretch of one index, so it costs the same among a thousand accounts and a million (docs/scale.md).
"""

from typing import Any

from sqlalchemy import CompoundSelect, Select, String, literal, select, union_all

from app.accounts import user_ids
from app.accounts.models import Account, AccountAddress
from app.accounts.user_ids import OURS
from app.accounts.views import ACCOUNT_CARD, AccountCard, named, reached_by
from app.foundation.database import db
from app.people import identifiers
from app.people.identifiers import NotUsableError

LAST_DIGITS = 4


def found(words: str, most: int = 20) -> list[AccountCard]:
    """Accounts with that e-mail address, telephone number (or its last four digits), user ID, street or name.

    A name is found by how its words begin, in any order. The user ID stands first, then names that have the word
    whole, then the others in alphabetical order, then the street. ZIP codes and cities rest sealed without a digest:
    nobody is found by them.
    """
    ways = union_all(*(select(way.subquery()) for way in _ways(words, most))).subquery()
    account, place, word = ways.c
    query = ACCOUNT_CARD.join(ways, account == Account.id).where(~Account.user_id_key.startswith(OURS))
    rows = db.session.execute(query.order_by(place, word, account))
    return list({row.id: AccountCard(*row) for row in rows}.values())[:most]


def _ways(words: str, most: int) -> list[Select[*tuple[Any, ...]]]:
    """Accounts with the place of the way that found them and the word that was met; of each way at most so many."""
    if "@" in words:
        return [_way(0, select(Account.id).where(Account.email_key == _email_key(words)))]
    ways = [_way(0, select(Account.id).where(Account.user_id_key == user_ids.key(words)))]
    if number := _telephone(words):
        return [*ways, _way(1, reached_by(number).order_by(Account.id).limit(most))]
    street = select(AccountAddress.account_id).where(AccountAddress.line1_digest == identifiers.STREET.digest(words))
    by_name = named(words, most).subquery()
    return [
        *ways,
        select(by_name.c.account_id, literal(1).label("place"), by_name.c.word),
        _way(2, street.order_by(AccountAddress.account_id).limit(most)),
    ]


def _way(place: int, query: Select[int]) -> Select[int, int, str]:
    ids = query.subquery().c[0]
    return select(ids, literal(place).label("place"), literal("", String).label("word"))


def known_as(words: str) -> CompoundSelect[int]:
    """Ids of the accounts with that user ID, e-mail address or name, to find what belongs to them."""
    user_id = select(Account.id).where(Account.user_id_key == user_ids.key(words))
    if "@" in words:
        return union_all(user_id, select(Account.id).where(Account.email_key == _email_key(words)))
    return union_all(user_id, select(named(words).subquery().c.account_id))


def _email_key(words: str) -> str:
    try:
        return identifiers.email(words).key
    except NotUsableError:
        return ""


def _telephone(words: str) -> str:
    """The number in E.164, or its last four digits; empty where the words are no number."""
    if words.isascii() and words.isdigit() and len(words) == LAST_DIGITS:
        return words
    try:
        return identifiers.phone(words)
    except NotUsableError:
        return ""
