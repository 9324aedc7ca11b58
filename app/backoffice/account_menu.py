"""Where customers are led: the lines of an account, joined from what each room brings, and the footer of every page."""

from app.accounts import room as accounts
from app.artwork import file_routes as files
from app.baskets import room as baskets
from app.companies import room as companies
from app.disclosures import routes as disclosures
from app.foundation.account_lines import AccountLine
from app.mail import choice_routes as mail_choices
from app.orders import room as orders
from app.payments import account_routes as cards
from app.permissions import routes as permissions
from app.quotes import room as quotes
from app.rights import room as rights
from app.tax import room as tax

ACCOUNT_LINES: list[AccountLine] = [
    *accounts.ACCOUNT_LINES,
    *baskets.ACCOUNT_LINES,
    *cards.ACCOUNT_LINES,
    *companies.ACCOUNT_LINES,
    *disclosures.ACCOUNT_LINES,
    *files.ACCOUNT_LINES,
    *mail_choices.ACCOUNT_LINES,
    *orders.ACCOUNT_LINES,
    *permissions.ACCOUNT_LINES,
    *quotes.ACCOUNT_LINES,
    *rights.ACCOUNT_LINES,
    *tax.ACCOUNT_LINES,
]
FOOTER: list[tuple[str, str]] = [
    ("What we hold about you", "/my-information"),
    ("What we hold in general", "/privacy-policy/what-we-hold"),
    ("Changes of the policy", "/privacy-policy/changes"),
    ("Mail choices", "/mail-choices"),
]
"""Label and address of the footer's links to pages about data and choices."""
