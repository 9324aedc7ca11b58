"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.baskets import listeners, routes
from app.foundation.access import Permission
from app.foundation.account_lines import PRINT, AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
PERMISSIONS: list[Permission] = []
JOBS: list[Job] = []
LETTERS: list[Letter] = []
FOLDS: dict[str, Fold] = {}
CHECKS: list[Check] = []
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = []
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(PRINT, 30, "Basket", "What you have put together so far", "/basket"),
]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
