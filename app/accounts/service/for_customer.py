"""What staff may change for a customer while they act for them: names, telephone, addresses. Nothing else is here.

Passwords, e-mail addresses, second factors, cards, stops and agreements are the person's own: no verb changes them
for somebody else.
"""

from dataclasses import replace

from app.accounts.service import acting, address_book, profile
from app.accounts.service.address_book import Entry
from app.accounts.service.cards import account_card
from app.accounts.service.profile import Profile
from app.foundation.acts import Act


def change_profile(act: Act, account_id: int, version: int, new: Profile) -> None:
    """Change name, greeting and telephone as the customer asked.

    Raises:
        Missing: there is no such account.
        Refusal: this member of staff does not act for the customer now, or the telephone number cannot be read.
        Stale: it was saved since the form was drawn.
    """
    profile.change(act, account_id, version, new, acting.needed(act, account_id).id)


def add_address(act: Act, account_id: int, entry: Entry) -> int:
    """Add an address to the customer's book; gives its id.

    Raises:
        Missing, Refusal: as `change_profile`, or the book is full.
    """
    told = _told(act, account_id, entry)
    return address_book.add(act, account_id, account_card(account_id).person_id, told)


def change_address(act: Act, account_id: int, address_id: int, *, version: int, entry: Entry) -> None:
    """Change an address of the customer's book.

    Raises:
        Missing, Refusal, Stale: as `change_profile`, or the address is not in this book.
    """
    told, person_id = _told(act, account_id, entry), account_card(account_id).person_id
    address_book.change(act, account_id, person_id, address_id, version=version, entry=told)


def _told(act: Act, account_id: int, entry: Entry) -> Entry:
    """The entry as told to staff: offered first for what it was offered for, its origin said."""
    return replace(entry, origin="staff", acting=acting.needed(act, account_id).id)
