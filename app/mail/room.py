"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.audit.counters import Recorded
from app.foundation.access import Permission
from app.foundation.account_lines import AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job
from app.mail import (
    checks,
    choice_routes,
    commands,
    figures_routes,
    imap_poll,
    inbound_commands,
    mail_catalogue,
    permissions,
    preview_routes,
    recorded,
    routes,
    service,
    staff_routes,
    stop_catalogue,
    stop_routes,
    why_routes,
)
from app.mail.catalogue import Letter
from app.mail.service import choice_codes, receiving

BLUEPRINTS: list[Blueprint] = [
    choice_routes.blueprint,
    figures_routes.blueprint,
    preview_routes.blueprint,
    staff_routes.blueprint,
    stop_routes.blueprint,
    why_routes.blueprint,
]
DEMO_BLUEPRINTS: list[Blueprint] = [routes.blueprint]
"""Pages that exist only outside production."""
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = [service.SEND, receiving.READ, imap_poll.POLL, choice_codes.SWEEP]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS, *stop_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {}
CHECKS: list[Check] = [*checks.CHECKS]
ACCOUNT_LINES: list[AccountLine] = [*choice_routes.ACCOUNT_LINES]
RECORDED: tuple[Recorded, ...] = (*recorded.RECORDED,)
COMMANDS: list[AppGroup] = [inbound_commands.add_to(commands.group)]


def listen() -> None:
    """Hear the news of the rooms below."""
