"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.accounts import checks, commands, jobs, listeners, mail_catalogue, permissions, routes
from app.accounts.routes import local_codes
from app.accounts.service import devices, sign_in
from app.foundation.access import Permission
from app.foundation.account_lines import ABOUT_YOU, DATA, SAFETY, AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
DEMO_BLUEPRINTS: list[Blueprint] = [local_codes.blueprint]
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = [jobs.LOST_FACTORS, jobs.OWN_VISITOR, jobs.SWEEP]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {"device.seen": devices.seen, sign_in.FAILED: sign_in.fold_failed}
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = [commands.accounts]
STAFF_MENU: list[MenuItem] = [
    MenuItem("People", "/staff/people", permissions.MANAGE_STAFF),
    MenuItem("Registrations", "/staff/registrations", permissions.COUNT_CUSTOMERS),
]
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(ABOUT_YOU, 10, "Profile", "", "/account/profile", menu="Profile", own=True),
    AccountLine(
        ABOUT_YOU, 30, "Addresses", "Where we send, and where the bill goes", "/account/addresses", menu="Addresses"
    ),
    AccountLine(
        ABOUT_YOU,
        40,
        "Billing",
        "What stands on your invoices; it may stay empty until you pay for something",
        "/account/billing",
        menu="Billing",
    ),
    AccountLine(SAFETY, 10, "Security", "", "/account/security", menu="Signing in", own=True),
    AccountLine(
        DATA,
        60,
        "Agreements",
        "What you agreed to, in which version and when",
        "/account/agreements",
        menu="Agreements",
    ),
    AccountLine(
        SAFETY, 20, "Devices", "Where you are signed in; end one, or all others", "/account/devices", menu="Devices"
    ),
]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
