"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.companies import checks, jobs, mail_catalogue, routes
from app.foundation import areas
from app.foundation.access import Permission
from app.foundation.account_lines import ABOUT_YOU, AccountLine
from app.foundation.areas import Area
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

areas.declare(Area("companies", "Companies", "opening a company, belonging to one and deciding who does"))

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
PERMISSIONS: list[Permission] = []
JOBS: list[Job] = [jobs.TEND]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {}
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = []
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(
        ABOUT_YOU,
        70,
        "Company",
        "Order together: who buys, who approves, and up to what amount",
        "/account/company",
        menu="Company",
    ),
]


def listen() -> None:
    """Hear the news of the rooms below."""
