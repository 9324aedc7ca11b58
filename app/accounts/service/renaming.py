"""Changing the user ID, by which its owner signs in."""

from sqlalchemy.exc import IntegrityError

from app.accounts import user_ids
from app.accounts.service import devices, opening, throttling
from app.accounts.service.profile import own
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal, Stale
from app.people import service as people
from app.people.service import Told


def change(act: Act, account_id: int, version: int, user_id: str, purpose: str) -> None:
    """Give the account another user ID; its owner is told, and every device stays signed in.

    Taken ones are told so many times an hour, as at registration.

    Raises:
        Stale: the account was saved since the form was drawn.
        Refusal: beside the field `user_id`.
    """
    if sentence := user_ids.complaint(user_id):
        raise Refusal(sentence, "user_id")
    row = own(account_id, lock=True)
    if row.version != version:
        raise Stale({"user_id": row.user_id, "version": str(row.version)})
    if row.user_id == user_id:
        raise Refusal("This is the user ID that you have already.", "user_id")
    key = user_ids.key(user_id)
    if key != row.user_id_key and opening.user_id_taken(user_id):
        raise _taken(act, account_id)
    try:
        with db.session.begin_nested():
            row.user_id, row.user_id_key = user_id, key
            row.version += 1
    except IntegrityError:
        raise _taken(act, account_id) from None
    people.record(act, row.person_id, Told("user_id", user_id, purpose), origin_ref="security")
    devices.notify(act, account_id, "accounts/user_id_changed")
    audit.record(act, "user-id.changed", f"account:{account_id}")


def _taken(act: Act, account_id: int) -> Refusal:
    if throttling.told(act, "user-id", f"account:{account_id}", rules.whole("account.user-id-tries")):
        return Refusal(opening.TAKEN, "user_id")
    return Refusal("You have tried many user IDs. Please go on in an hour.", "user_id")
