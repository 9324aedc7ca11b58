"""The staff's menu: each entry is shown to whoever may open it."""

from dataclasses import replace

from app.accounts import permissions as accounts_permissions
from app.accounts import room as accounts
from app.backoffice import audit_routes, job_routes, permission_routes, rules_routes
from app.campaigns import room as campaigns
from app.cases import permissions as cases
from app.disclosures import staff_routes as suppliers
from app.foundation.frame import MenuItem
from app.mail import permissions as mail
from app.orders import room as orders
from app.policy import evidence_routes, measures_routes
from app.policy import permissions as policy
from app.promotions import room as promotions
from app.quotes import room as quotes
from app.rights import room as rights
from app.tables import room as tables
from app.tax import room as tax
from app.visits import staff_routes as visits


def _group(word: str, *items: MenuItem) -> list[MenuItem]:
    return [replace(item, group=word) for item in items]


STAFF_MENU: list[MenuItem] = [
    MenuItem("Today", "/staff", accounts_permissions.ENTER),
    *orders.STAFF_MENU,
    *quotes.STAFF_MENU,
    MenuItem("Cases", "/staff/cases", cases.READ),
    MenuItem("Mail", "/staff/mail", mail.READ),
    *campaigns.STAFF_MENU,
    *_group("Prices", *tables.STAFF_MENU, *promotions.STAFF_MENU, *tax.STAFF_MENU),
    *_group(
        "Privacy",
        MenuItem("Policy", "/staff/policy", policy.EDIT),
        MenuItem("Evidence", "/staff/policy/evidence", evidence_routes.READ),
        MenuItem("Measures", "/staff/measures", measures_routes.READ),
        MenuItem("Permissions", "/staff/permissions", permission_routes.READ),
        *rights.STAFF_MENU,
        MenuItem("Suppliers", "/staff/suppliers", suppliers.ATTEST),
    ),
    *_group(
        "House",
        *accounts.STAFF_MENU,
        MenuItem("Rules", "/staff/rules", rules_routes.EDIT),
        MenuItem("Jobs", "/staff/jobs", job_routes.RUN),
        MenuItem("Record", "/staff/audit", audit_routes.READ),
        MenuItem("Visits", "/staff/visits", visits.READ_COUNTS),
    ),
]
"""What staff do all day stands in the bar; the rest behind a word, so that the bar fits one line."""
