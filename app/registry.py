"""The only file that knows every room: what each brings is joined here."""

from functools import partial
from pathlib import Path

from flask import Blueprint, Flask
from flask.cli import AppGroup

from app.accounts import login, roles
from app.accounts import room as accounts
from app.accounts.service import cards as account_cards
from app.artwork import file_routes as files
from app.artwork import jobs as artwork_jobs
from app.artwork import routes as artwork
from app.artwork import service as artwork_service
from app.artwork import staff_routes as artwork_staff
from app.audit import checks as audit_checks
from app.audit import commands as audit_commands
from app.audit import jobs as audit_jobs
from app.audit import reads as audit_reads
from app.backoffice import audit_routes as audit_desk
from app.backoffice import case_pair_routes as case_pair
from app.backoffice import case_routes as case_desk
from app.backoffice import customer_routes as customer_desk
from app.backoffice import job_routes as job_desk
from app.backoffice import jobs as backoffice_jobs
from app.backoffice import lost_factor_routes as lost_factor_desk
from app.backoffice import mail_catalogue as backoffice_mail
from app.backoffice import permission_routes as permission_desk
from app.backoffice import rules_routes as house_rules
from app.backoffice import search_routes as staff_search
from app.backoffice import staff_routes as backoffice
from app.backoffice.account_menu import ACCOUNT_LINES, FOOTER
from app.backoffice.menu import STAFF_MENU
from app.baskets import room as baskets
from app.campaigns import room as campaigns
from app.cases import checks as cases_checks
from app.cases import jobs as cases_jobs
from app.cases import permissions as cases_permissions
from app.catalogue import room as catalogue
from app.companies import room as companies
from app.config import Settings
from app.disclosures import checks as disclosures_checks
from app.disclosures import egress, guard
from app.disclosures import jobs as disclosures_jobs
from app.disclosures import recorded as disclosures_recorded
from app.disclosures import routes as disclosures
from app.disclosures import staff_routes as disclosures_staff
from app.disclosures import views as disclosures_views
from app.foundation import account_lines, facts, frame, jobs, own_site
from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job
from app.front import Front
from app.mail import room as mail
from app.mail.catalogue import Letter
from app.operations import checks as operations_checks
from app.operations import commands, keys_commands, places, privacy, privacy_commands
from app.operations import routes as operations
from app.orders import room as orders
from app.pages import room as pages
from app.payments import account_routes as cards
from app.payments import adapters as payment_adapters
from app.payments import mail_catalogue as payments_mail
from app.payments import routes as payments
from app.people import checks as people_checks
from app.permissions import checks as permissions_checks
from app.permissions import listeners as permissions_listeners
from app.permissions import routes as permissions
from app.permissions import service as permissions_service
from app.permissions import signal
from app.policy import agreement_routes as agreement_pages
from app.policy import agreements, banner, evidence, evidence_jobs, timetable
from app.policy import changes_routes as policy_changes
from app.policy import checks as policy_checks
from app.policy import editing_routes as policy_editing
from app.policy import evidence_routes as policy_evidence
from app.policy import jobs as policy_jobs
from app.policy import listeners as policy_listeners
from app.policy import log_checks as policy_log_checks
from app.policy import measure_checks as policy_measure_checks
from app.policy import measures_routes as measures
from app.policy import permissions as policy_permissions
from app.policy import recorded as policy_recorded
from app.policy import routes as policy
from app.policy import settings_jobs as policy_settings
from app.policy import staff_routes as policy_staff
from app.policy import verify_routes as policy_proofs
from app.policy.service import engagement
from app.promotions import room as promotions
from app.quotes import room as quotes
from app.rights import room as rights
from app.tables import room as tables
from app.tax import room as tax
from app.visits import checks as visits_checks
from app.visits import counting
from app.visits import jobs as visits_jobs
from app.visits import service as visits
from app.visits import staff_routes as visits_staff
from app.visits.extended_log import ExtendedLog
from app.visits.fields import masks_of
from app.visits.tallies import KINDS as COUNTED

WHOLE = (accounts, companies, tax, promotions, orders, baskets, quotes, tables)
"""Rooms that bring every list of a room."""
BLUEPRINTS: list[Blueprint] = [
    agreement_pages.blueprint,
    artwork.blueprint,
    artwork_staff.blueprint,
    audit_desk.blueprint,
    backoffice.blueprint,
    case_desk.blueprint,
    case_pair.blueprint,
    lost_factor_desk.blueprint,
    files.blueprint,
    *campaigns.BLUEPRINTS,
    *catalogue.BLUEPRINTS,
    *customer_desk.BLUEPRINTS,
    disclosures.blueprint,
    disclosures_staff.blueprint,
    house_rules.blueprint,
    job_desk.blueprint,
    measures.blueprint,
    operations.blueprint,
    *pages.BLUEPRINTS,
    cards.blueprint,
    payments.blueprint,
    permission_desk.blueprint,
    permissions.blueprint,
    policy.blueprint,
    policy_changes.blueprint,
    policy_editing.blueprint,
    policy_evidence.blueprint,
    policy_proofs.blueprint,
    policy_staff.blueprint,
    staff_search.blueprint,
    visits_staff.blueprint,
    *mail.BLUEPRINTS,
    *rights.BLUEPRINTS,
    *(one for room in WHOLE for one in room.BLUEPRINTS),
]
DEMO_BLUEPRINTS: list[Blueprint] = [*accounts.DEMO_BLUEPRINTS, *mail.DEMO_BLUEPRINTS]
"""Pages that exist only outside production."""
PERMISSIONS: list[Permission] = [
    artwork_staff.READ_FILES,
    audit_desk.READ,
    *campaigns.PERMISSIONS,
    *cases_permissions.ALL,
    disclosures_staff.ATTEST,
    house_rules.EDIT,
    job_desk.RUN,
    measures.KEEP,
    measures.READ,
    permission_desk.READ,
    permission_desk.STOP,
    policy_evidence.DELAY,
    policy_evidence.READ,
    *policy_permissions.ALL,
    visits_staff.READ_COUNTS,
    *mail.PERMISSIONS,
    *rights.PERMISSIONS,
    *(one for room in WHOLE for one in room.PERMISSIONS),
]
JOBS: list[Job] = [
    artwork_jobs.CHECK,
    artwork_jobs.ORPHANS,
    artwork_jobs.SWEEP,
    audit_jobs.PUBLISH,
    audit_jobs.SEAL,
    backoffice_jobs.MAIL_HEAD,
    *campaigns.JOBS,
    cases_jobs.SWEEP,
    disclosures_jobs.RECONCILE,
    disclosures_jobs.WATCH,
    evidence_jobs.RUN_CHECKS,
    facts.FOLD,
    *mail.JOBS,
    *policy_jobs.ALL,
    policy_settings.FOLLOW,
    visits_jobs.KEEP_LOG,
    *rights.JOBS,
    *(one for room in WHOLE for one in room.JOBS),
]
LETTERS: list[Letter] = [
    *backoffice_mail.LETTERS,
    *campaigns.LETTERS,
    *mail.LETTERS,
    *pages.LETTERS,
    *payments_mail.LETTERS,
    *rights.LETTERS,
    *(one for room in WHOLE for one in room.LETTERS),
]
"""The catalogue of mail."""
FOLDS: dict[str, Fold] = {
    artwork_service.READ: artwork_service.fold_reads,
    audit_reads.READ: audit_reads.fold_reads,
    **dict.fromkeys(COUNTED, visits.fold),
    engagement.SHOWN: engagement.fold_shown,
    engagement.VIEWED: engagement.fold_viewed,
    guard.REFUSED: guard.fold_refused,
    signal.COUNTED: permissions_service.fold_counts,
    signal.SEEN: permissions_service.fold_signals,
    **mail.FOLDS,
    **rights.FOLDS,
    **{kind: fold for room in WHOLE for kind, fold in room.FOLDS.items()},
}
"""What folds each kind of fact."""
RECORDED = (*mail.RECORDED, *disclosures_recorded.RECORDED, *policy_recorded.RECORDED)
"""What must stand in the audit record exactly once."""
CHECKS: list[Check] = [
    *operations_checks.CHECKS,
    *audit_checks.checks(RECORDED),
    *campaigns.CHECKS,
    *cases_checks.CHECKS,
    *disclosures_checks.CHECKS,
    *people_checks.CHECKS,
    *mail.CHECKS,
    *permissions_checks.CHECKS,
    *policy_checks.CHECKS,
    *policy_log_checks.CHECKS,
    *policy_measure_checks.CHECKS,
    *visits_checks.CHECKS,
    *rights.CHECKS,
    *(one for room in WHOLE for one in room.CHECKS),
]
"""Every room's checks: whether promises are kept, by data and by the served site."""
COMMANDS: list[AppGroup] = [
    audit_commands.group,
    *catalogue.COMMANDS,
    commands.jobs_group,
    commands.shop_group,
    keys_commands.keys_group,
    *mail.COMMANDS,
    privacy_commands.privacy_group,
    *(one for room in WHOLE for one in room.COMMANDS),
]


def register(app: Flask, settings: Settings) -> None:
    """Bind every room to the application."""
    timetable.bind(app)
    agreements.bind(app)
    banner.bind(app)
    evidence.bind(app)
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
    pages.listen()
    permissions_listeners.listen()
    policy_listeners.listen()
    mail.listen()
    for room in WHOLE:
        room.listen()
    rights.listen()
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
