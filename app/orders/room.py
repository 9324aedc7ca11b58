"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation import areas
from app.foundation.access import Permission
from app.foundation.account_lines import PRINT, AccountLine
from app.foundation.areas import Area
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.orders import (
    approval_routes,
    checks,
    dates_routes,
    listeners,
    mail_catalogue,
    permissions,
    routes,
    staff_routes,
)
from app.orders.service import reads

areas.declare(Area("ordering", "Ordering", "filling a basket, filing an order and sending it"))

BLUEPRINTS: list[Blueprint] = [
    routes.blueprint,
    staff_routes.blueprint,
    dates_routes.blueprint,
    approval_routes.blueprint,
]
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = []
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {reads.STAFF_READ: reads.fold_staff_reads}
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = [MenuItem("Orders", "/staff/orders", permissions.READ)]
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(
        PRINT, 10, "Orders in hand", "Where each one is, and what it needs from you next", "/orders", menu="Orders"
    ),
    AccountLine(PRINT, 12, "Order again", "Any order from before, as it was or changed", "/orders", action="Choose"),
    AccountLine(PRINT, 14, "Receipts", "On the page of each paid order, to print or keep", "/orders", action="Choose"),
]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
