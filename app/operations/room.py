"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.foundation.checks import Check
from app.operations import checks, commands, keys_commands, privacy_commands, routes

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
CHECKS: list[Check] = [*checks.CHECKS]
COMMANDS: list[AppGroup] = [
    commands.jobs_group,
    commands.shop_group,
    keys_commands.keys_group,
    privacy_commands.privacy_group,
]
