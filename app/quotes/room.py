"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation.access import Permission
from app.foundation.account_lines import PRINT, AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.quotes import (
    listeners,
    mail_catalogue,
    pay_routes,
    permissions,
    request_routes,
    routes,
    share_routes,
    staff_routes,
)

BLUEPRINTS: list[Blueprint] = [
    routes.blueprint,
    request_routes.blueprint,
    share_routes.blueprint,
    pay_routes.blueprint,
    staff_routes.blueprint,
]
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = []
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {}
CHECKS: list[Check] = []
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = [MenuItem("Quotes", "/staff/quotes", permissions.READ)]
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(PRINT, 20, "Quotes", "Prices that we hold for you, to share or to order", "/quotes", menu="Quotes"),
]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
