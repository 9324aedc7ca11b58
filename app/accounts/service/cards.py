"""Who an account belongs to, for other rooms."""

from sqlalchemy import select

from app.accounts import views
from app.accounts.models import Account
from app.accounts.views import AccountCard
from app.foundation.database import db
from app.foundation.errors import Missing


def account_card(account_id: int) -> AccountCard:
    """Name, greeting and addresses of an account.

    Raises:
        Missing: there is none.
    """
    card = views.account_card(account_id)
    if card is None:
        raise Missing
    return card


def id_of(user_id_key: str) -> int | None:
    """The account with this user ID (in its compared form)."""
    found: int | None = db.session.scalar(select(Account.id).where(Account.user_id_key == user_id_key))
    return found


def card_of_person(person_id: int) -> AccountCard | None:
    """The account of a person, if they have one."""
    account_id = db.session.scalar(select(Account.id).where(Account.person_id == person_id))
    return views.account_card(account_id) if account_id is not None else None
