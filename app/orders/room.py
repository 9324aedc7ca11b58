"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation import areas
from app.foundation.access import Permission
from app.foundation.areas import Area
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.orders import checks, dates_routes, listeners, mail_catalogue, permissions, routes, staff_routes
from app.orders.service import reads

BLUEPRINTS: list[Blueprint] = [routes.blueprint, staff_routes.blueprint, dates_routes.blueprint]
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = []
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {reads.STAFF_READ: reads.fold_staff_reads}
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = [MenuItem("Orders", "/staff/orders", permissions.READ)]


areas.declare(Area("ordering", "Ordering", "filling a basket, filing an order and sending it"))

BLUEPRINTS: list[Blueprint] = [routes.blueprint, staff_routes.blueprint, dates_routes.blueprint]
def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
