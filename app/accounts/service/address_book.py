"""The address book: entries with provenance, and which one is offered first."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.accounts import views
from app.accounts.addresses import PostalAddress
from app.accounts.models import AccountAddress, AddressDefault
from app.accounts.views import AddressView
from app.audit import service as audit
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.people import service as people
from app.people.service import Told


@dataclass(frozen=True)
class Entry:
    """An address as the form has it, with what it is offered first for and the purpose that was shown.

    `acting` numbers the acting under which staff enter it for the customer, with the origin *staff*.
    """

    address: PostalAddress
    for_shipping: bool
    for_billing: bool
    purpose: str = ""
    origin: str = "subject"
    acting: int | None = None


def addresses_of(account_id: int) -> list[AddressView]:
    """The address book of an account, oldest first."""
    return views.addresses(account_id)


def address_of(account_id: int, address_id: int) -> AddressView:
    """One entry.

    Raises:
        Missing: there is none with this id in this account's book.
    """
    found = views.addresses(account_id, address_id)
    if not found:
        raise Missing
    return found[0]


def add(act: Act, account_id: int, person_id: int, entry: Entry) -> int:
    """Add an address; gives its id. The first one is the default for shipping.

    Raises:
        Refusal: the book is full.
    """
    count = len(views.addresses(account_id))
    most = rules.whole("account.most-addresses")
    if count >= most:
        raise Refusal(f"The address book holds at most {most} addresses. Please delete one first.")
    row = AccountAddress(account_id=account_id, version=1, **entry.address.parts())
    db.session.add(row)
    db.session.flush()
    _offer(act, account_id, row.id, entry, first=count == 0)
    _tell(act, person_id, row.id, entry)
    audit.record(act, "address.added", f"account:{account_id}", address=row.id)
    return row.id


def change(act: Act, account_id: int, person_id: int, address_id: int, *, version: int, entry: Entry) -> None:
    """Change an address.

    Raises:
        Missing: not in this account's book.
        Stale: it was saved since the form was drawn.
    """
    row = _own(account_id, address_id)
    if row.version != version:
        now = address_of(account_id, address_id)
        raise Stale(now.address.parts() | {"version": str(row.version)})
    for part, text in entry.address.parts().items():
        setattr(row, part, text)
    row.version += 1
    db.session.flush()
    _offer(act, account_id, address_id, entry)
    _tell(act, person_id, address_id, entry)
    audit.record(act, "address.changed", f"account:{account_id}", address=address_id)


def remove(act: Act, account_id: int, person_id: int, address_id: int) -> None:
    """Delete an address; orders keep their own copy.

    Raises:
        Missing: not in this account's book.
    """
    row = _own(account_id, address_id)
    db.session.execute(delete(AddressDefault).where(AddressDefault.address_id == address_id))
    db.session.delete(row)
    db.session.flush()
    people.record(act, person_id, Told(f"address:{address_id}", "", ""))
    audit.record(act, "address.removed", f"account:{account_id}", address=address_id)


def _own(account_id: int, address_id: int) -> AccountAddress:
    row: AccountAddress | None = db.session.scalar(
        select(AccountAddress)
        .where(AccountAddress.id == address_id, AccountAddress.account_id == account_id)
        .with_for_update()
    )
    if row is None:
        raise Missing
    return row


def _offer(act: Act, account_id: int, address_id: int, entry: Entry, first: bool = False) -> None:
    wanted = {"shipping": entry.for_shipping or first, "billing": entry.for_billing}
    for use, is_wanted in wanted.items():
        mine = (AddressDefault.account_id == account_id, AddressDefault.use == use)
        if is_wanted:
            db.session.execute(delete(AddressDefault).where(*mine))
            db.session.add(AddressDefault(account_id=account_id, use=use, address_id=address_id, chosen_at=act.at))
        else:
            db.session.execute(delete(AddressDefault).where(*mine, AddressDefault.address_id == address_id))
    db.session.flush()


def _tell(act: Act, person_id: int, address_id: int, entry: Entry) -> None:
    told = Told(f"address:{address_id}", "\n".join(entry.address.lines()), entry.purpose)
    ref = f"acting:{entry.acting}" if entry.acting else ""
    people.record(act, person_id, told, entry.origin, ref, asked_for=entry.acting is not None)
