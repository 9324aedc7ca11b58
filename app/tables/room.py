"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.tables import desks, staff_routes

BLUEPRINTS: list[Blueprint] = [*staff_routes.BLUEPRINTS]
PERMISSIONS: list[Permission] = [*desks.PERMISSIONS]
JOBS: list[Job] = []
LETTERS: list[Letter] = []
FOLDS: dict[str, Fold] = {}
CHECKS: list[Check] = []
COMMANDS: list[AppGroup] = []
STAFF_MENU: list[MenuItem] = [MenuItem(desk.menu, desk.href, desks.READ) for desk in desks.DESKS.values()]


def listen() -> None:
    """Hear the news of the rooms below."""
