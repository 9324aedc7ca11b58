"""The shop's own visitor: an account in which the checks sign in as anybody does, behind whom nobody stands.

Its user ID is unguessable beyond its beginning, so nobody can try passwords on it; its address ends in `.invalid`,
which by convention reaches nobody. It is a customer of nothing, so the gate allows no mail to it.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.accounts import views
from app.accounts.hashing import Hasher
from app.accounts.models import Account
from app.accounts.service import opening
from app.accounts.service import secrets as passwords
from app.accounts.service.opening import NewAccount
from app.accounts.sign_in_models import Device, RememberToken
from app.accounts.user_ids import OURS
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from app.people.identifiers import Email

NAME, GREETING = "Our Own Visitor", "visitor of our own"
WHY = "So that the site can look from outside whether it keeps its promises."


@dataclass(frozen=True)
class Credentials:
    """What it signs in with."""

    user_id: str
    password: str

    @property
    def email(self) -> str:
        return f"{self.user_id}@checks.invalid"


def credentials() -> Credentials:
    """The same on every machine of the shop, made from its secret key and written down nowhere."""
    user_id = OURS + codes.keyed_hex("own-visitor", "user-id")[:16]
    return Credentials(user_id, codes.keyed_hex("own-visitor", "password"))


def has_account(mine: Credentials) -> bool:
    """Whether its account is open; asked without a transaction, since a visit to the site follows."""
    return bool(views.reader_rows(select(Account.id).where(Account.user_id_key == mine.user_id)))


def keep(act: Act, hasher: Hasher) -> None:
    """Open its account if there is none, and forget the devices on which it signed out."""
    mine = credentials()
    if not has_account(mine):
        _open(act, mine, passwords.hashed(hasher, mine.password))
    ended = (
        select(Device.id)
        .join(Account, Account.id == Device.account_id)
        .where(Account.user_id_key.startswith(OURS), Device.ended_at.is_not(None))
    )
    db.session.execute(delete(RememberToken).where(RememberToken.device_id.in_(ended)))
    db.session.execute(delete(Device).where(Device.id.in_(ended)))


def _open(act: Act, mine: Credentials, password_hash: str) -> None:
    purposes = dict.fromkeys(("user_id", "email", "name", "greeting"), WHY)
    email = Email(mine.email, mine.email)
    opening.open_account(
        act, NewAccount(mine.user_id, email, NAME, GREETING, purposes=purposes, ours=True), password_hash
    )
