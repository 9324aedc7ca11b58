"""Finding accounts by whatever somebody on the telephone says: a few words, a number, a street."""

from sqlalchemy import ColumnElement, func, or_, select

from app.accounts import user_ids
from app.accounts.models import Account, AccountAddress
from app.accounts.views import ACCOUNT_CARD, OURS_ALONE, AccountCard, reached_by
from app.foundation.database import db
from app.people import identifiers
from app.people.identifiers import NotUsableError

LAST_DIGITS = 4


def found(words: str, most: int = 20) -> list[AccountCard]:
    """Accounts with that e-mail address, telephone number (or its last four digits), user ID, street or part of a name.

    ZIP codes and cities rest sealed without a digest: nobody is found by them.
    """
    query = ACCOUNT_CARD.where(_meant(words), Account.person_id.not_in(OURS_ALONE))
    return [AccountCard(*row) for row in db.session.execute(query.order_by(Account.name, Account.id).limit(most))]


def _meant(words: str) -> ColumnElement[bool]:
    if "@" in words:
        return Account.email_key == _email_key(words)
    if number := _telephone(words):
        return or_(Account.id.in_(reached_by(number)), Account.user_id_key == user_ids.key(words))
    street = select(AccountAddress.account_id).where(AccountAddress.line1_digest == identifiers.STREET.digest(words))
    return or_(
        Account.user_id_key == user_ids.key(words),
        func.lower(Account.name).contains(words.casefold(), autoescape=True),
        Account.id.in_(street),
    )


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
