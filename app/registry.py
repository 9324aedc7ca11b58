"""The only file that knows every room: what each brings is joined here."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask.cli import AppGroup

from app.accounts import login, roles
from app.accounts import room as accounts
from app.accounts.service import cards as account_cards
from app.artwork import room as artwork
from app.audit import checks as audit_checks
from app.audit import room as audit
from app.audit.counters import Recorded
from app.backoffice import room as backoffice
from app.backoffice.menu import STAFF_MENU
from app.baskets import room as baskets
from app.campaigns import room as campaigns
from app.cases import room as cases
from app.catalogue import room as catalogue
from app.companies import room as companies
from app.config import Settings
from app.disclosures import egress
from app.disclosures import room as disclosures
from app.disclosures import views as disclosures_views
from app.foundation import account_lines, facts, frame, jobs, own_site
from app.foundation.access import Permission
from app.foundation.account_lines import AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job
from app.front import Front
from app.mail import room as mail
from app.mail.catalogue import Letter
from app.operations import places, privacy
from app.operations import room as operations
from app.orders import room as orders
from app.pages import room as pages
from app.payments import adapters as payment_adapters
from app.payments import room as payments
from app.people import room as people
from app.permissions import room as permissions
from app.permissions import signal
from app.policy import room as policy
from app.promotions import room as promotions
from app.quotes import room as quotes
from app.rights import room as rights
from app.tables import room as tables
from app.tax import room as tax
from app.visits import counting
from app.visits import room as visits
from app.visits.extended_log import ExtendedLog
from app.visits.fields import masks_of

ROOMS = (
    operations,
    audit,
    visits,
    people,
    cases,
    policy,
    permissions,
    disclosures,
    mail,
    accounts,
    companies,
    tax,
    catalogue,
    promotions,
    artwork,
    payments,
    orders,
    baskets,
    quotes,
    tables,
    pages,
    campaigns,
    rights,
    backoffice,
)
"""Each brings lists by the names below, and a `listen()` where it hears news of the rooms below it."""


def _every(name: str) -> list[Any]:
    return [one for room in ROOMS for one in getattr(room, name, ())]


def _nothing() -> None:
    """What a room does that hears no news."""


BLUEPRINTS: list[Blueprint] = _every("BLUEPRINTS")
DEMO_BLUEPRINTS: list[Blueprint] = _every("DEMO_BLUEPRINTS")
"""Pages that exist only outside production."""
PERMISSIONS: list[Permission] = _every("PERMISSIONS")
JOBS: list[Job] = [facts.FOLD, *_every("JOBS")]
LETTERS: list[Letter] = _every("LETTERS")
"""The catalogue of mail."""
FOLDS: dict[str, Fold] = {kind: fold for room in ROOMS for kind, fold in getattr(room, "FOLDS", {}).items()}
"""What folds each kind of fact."""
RECORDED: list[Recorded] = _every("RECORDED")
"""What must stand in the audit record exactly once."""
CHECKS: list[Check] = [*audit_checks.checks(RECORDED), *_every("CHECKS")]
"""Every room's checks: whether promises are kept, by data and by the served site."""
COMMANDS: list[AppGroup] = _every("COMMANDS")
ACCOUNT_LINES: list[AccountLine] = _every("ACCOUNT_LINES")
"""What a customer's account is for: its overview and its menu."""
FOOTER: list[tuple[str, str]] = [
    ("What we hold about you", "/my-information"),
    ("What we hold in general", "/privacy-policy/what-we-hold"),
    ("Changes of the policy", "/privacy-policy/changes"),
    ("Mail choices", "/mail-choices"),
]
"""Label and address of the footer's links to pages about data and choices."""


def register(app: Flask, settings: Settings) -> None:
    """Bind every room to the application."""
    policy.bind(app)
    places.declare()
    app.extensions["shop.folds"] = FOLDS
    app.extensions["shop.permissions"] = {permission.name: permission for permission in PERMISSIONS}
    roles.join(permission.name for permission in PERMISSIONS)
    login.bind(app, settings)
    app.extensions["shop.suppliers"] = disclosures_views.lines
    app.extensions["shop.email_of"] = lambda account_id: account_cards.account_card(account_id).email
    egress.bind(app, settings)
    payment_adapters.bind(app, settings)
    campaigns.bind(app)
    for room in ROOMS:
        getattr(room, "listen", _nothing)()
    signal.bind(app)
    jobs.bind(app, settings, JOBS)
    own_site.bind(app, settings)
    app.extensions["shop.checks"] = {check.name: check for check in CHECKS}
    app.extensions["shop.letters"] = {letter.template: letter for letter in LETTERS}
    counting.bind(app)
    frame.bind(app, settings, STAFF_MENU, FOOTER)
    account_lines.bind(app, ACCOUNT_LINES)
    for blueprint in BLUEPRINTS + ([] if settings.production else DEMO_BLUEPRINTS):
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)


def wrap(app: Flask, settings: Settings) -> None:
    """Put the WSGI middlewares around the application, the access log outermost."""
    # Plain requests go round the static files, straight to Talisman's redirect.
    plain = partial(Flask.wsgi_app, app)
    # The practice processor beside the shop calls it by this name, whatever the public one is.
    local = () if settings.production else (f"localhost:{settings.port}",)
    front = Front(app.wsgi_app, settings.base_url, settings.proxies, (*settings.trusted_hosts, *local), plain)
    masks = masks_of(rule.rule for rule in app.url_map.iter_rules())
    log = app.extensions["shop.access_log"] = ExtendedLog(front, Path(app.instance_path) / "log", masks)
    app.wsgi_app = log  # type: ignore[method-assign]  # the usual way to wrap the WSGI application


def check_inventory(app: Flask) -> None:
    """Refuse to start while something is not declared to the inventory.

    Raises:
        Undeclared: naming every gap.
    """
    if found := privacy.gaps(app):
        raise privacy.Undeclared(found)
