"""Names and telephone: what a customer sees and changes about themselves (P39, P40)."""

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account
from app.audit import service as audit
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.people import identifiers
from app.people import service as people
from app.people.service import Told


@dataclass(frozen=True)
class Profile:
    """The profile form's values; `phone` as typed, empty for none. `purposes` by field name."""

    name: str
    greeting: str
    phone: str
    purposes: dict[str, str]


def own(account_id: int, *, lock: bool = False) -> Account:
    """The account's row.

    Raises:
        Missing: there is none.
    """
    query = select(Account).where(Account.id == account_id)
    row: Account | None = db.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise Missing
    return row


def change(act: Act, account_id: int, version: int, profile: Profile, acting: int | None = None) -> None:
    """Change name, greeting and telephone; `acting` numbers the acting under which staff do it for the customer.

    Raises:
        Stale: the profile was saved since the form was drawn.
        Refusal: the telephone number cannot be read.
    """
    phone = _phone(profile.phone)
    row = own(account_id, lock=True)
    if row.version != version:
        shown = identifiers.spoken_phone(row.phone) if row.phone else ""
        raise Stale({"name": row.name, "greeting": row.greeting, "phone": shown, "version": str(row.version)})
    row.name, row.greeting, row.phone = profile.name, profile.greeting or profile.name, phone
    row.version += 1
    db.session.flush()
    origin, ref = ("staff", f"acting:{acting}") if acting else ("subject", "profile")
    for field, value in (("name", row.name), ("greeting", row.greeting), ("phone", phone or "")):
        told = Told(field, value, profile.purposes.get(field, ""))
        people.record(act, row.person_id, told, origin, ref, asked_for=acting is not None)
    audit.record(act, "profile.changed", f"account:{account_id}")


def _phone(typed: str) -> str | None:
    if not typed:
        return None
    try:
        return identifiers.phone(typed)
    except identifiers.NotUsableError as problem:
        raise Refusal(str(problem), "phone") from None
