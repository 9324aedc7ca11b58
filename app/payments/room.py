"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.foundation.account_lines import AccountLine
from app.mail.catalogue import Letter
from app.payments import account_routes, mail_catalogue, routes

BLUEPRINTS: list[Blueprint] = [routes.blueprint, account_routes.blueprint]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
ACCOUNT_LINES: list[AccountLine] = [*account_routes.ACCOUNT_LINES]
