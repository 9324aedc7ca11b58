"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation.access import Permission
from app.foundation.account_lines import ABOUT_YOU, AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.tax import exemption_jobs, exemption_reads, exemption_routes, exemption_staff_routes, mail_catalogue

BLUEPRINTS: list[Blueprint] = [exemption_routes.blueprint, exemption_staff_routes.blueprint]
PERMISSIONS: list[Permission] = [exemption_staff_routes.CHECK]
JOBS: list[Job] = [exemption_jobs.TEND]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {exemption_reads.READ: exemption_reads.fold_reads}
CHECKS: list[Check] = []
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = [MenuItem("Tax certificates", "/staff/tax-exemptions", exemption_staff_routes.CHECK)]
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(
        ABOUT_YOU,
        60,
        "Sales tax",
        "Your exemption certificates, state by state",
        "/account/tax-exemptions",
        menu="Sales tax",
    ),
]


def listen() -> None:
    """Hear the news of the rooms below."""
