"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint, Flask

from app.campaigns import checks, jobs, letters, listeners, mail_catalogue, permissions, routes, service, staff_routes
from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

BLUEPRINTS: list[Blueprint] = [routes.blueprint, staff_routes.blueprint]
PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = [jobs.MAIL_NOTICES, jobs.SEND_RUNS]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
CHECKS: list[Check] = [*checks.CHECKS]
STAFF_MENU: list[MenuItem] = [MenuItem("Mail to many", "/staff/mail/runs", permissions.COMPOSE)]


def bind(app: Flask) -> None:
    """Tell the policy room whom a notice reaches, give mail its texts, and hear the news of the rooms below."""
    app.extensions["shop.notice_audience"] = service.audience
    letters.bind(app)
    listeners.listen()
