"""What other rooms may ask of accounts; the verbs of this room's own pages are in the modules beside."""

from app.accounts.service.address_book import address_of, addresses_of
from app.accounts.service.billing import billing_of
from app.accounts.service.cards import account_card
from app.accounts.service.opening import NewAccount, open_account
from app.accounts.service.staff import create_staff, grant, staff_names, staff_roles, who_may
from app.accounts.views import AccountCard, AddressView

__all__ = [
    "AccountCard",
    "AddressView",
    "NewAccount",
    "account_card",
    "address_of",
    "addresses_of",
    "billing_of",
    "create_staff",
    "grant",
    "open_account",
    "staff_names",
    "staff_roles",
    "who_may",
]
