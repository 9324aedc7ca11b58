"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.accounts import checks, commands, jobs, mail_catalogue, routes
from app.accounts.service import devices
from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
PERMISSIONS: list[Permission] = []
JOBS: list[Job] = [jobs.OWN_VISITOR, jobs.SWEEP]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {"device.seen": devices.seen}
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = [commands.accounts]
STAFF_MENU: list[MenuItem] = []


def listen() -> None:
    """Hear the news of the rooms below."""
