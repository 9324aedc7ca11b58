"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint
from flask.cli import AppGroup

from app.catalogue import commands, routes

BLUEPRINTS: list[Blueprint] = [routes.blueprint]
COMMANDS: list[AppGroup] = [commands.catalogue]
