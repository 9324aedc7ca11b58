"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.mail.catalogue import Letter
from app.pages import concern_routes, contact_routes, listeners, mail_catalogue, routes, search_routes

BLUEPRINTS: list[Blueprint] = [
    routes.blueprint,
    search_routes.blueprint,
    contact_routes.blueprint,
    concern_routes.blueprint,
]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
