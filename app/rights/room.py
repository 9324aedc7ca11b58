"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.foundation.access import Permission
from app.foundation.account_lines import DATA, SAFETY, AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.frame import MenuItem
from app.foundation.jobs import Job
from app.mail.catalogue import Letter
from app.rights import (
    account_routes,
    activity_checks,
    activity_routes,
    certificate_checks,
    certificate_jobs,
    correction_checks,
    correction_desk,
    correction_request,
    correction_routes,
    erasure_checks,
    erasure_jobs,
    erasure_routes,
    jobs,
    listeners,
    mail_catalogue,
    request_checks,
    retention_checks,
    retention_jobs,
    retention_routes,
    routes,
    staff_routes,
)
from app.rights.service import answering

BLUEPRINTS: list[Blueprint] = [
    activity_routes.blueprint,
    correction_desk.blueprint,
    correction_request.blueprint,
    correction_routes.blueprint,
    erasure_routes.blueprint,
    retention_routes.blueprint,
    account_routes.blueprint,
    routes.blueprint,
    staff_routes.blueprint,
]
PERMISSIONS: list[Permission] = [retention_routes.HOLD, retention_routes.READ]
JOBS: list[Job] = [certificate_jobs.CERTIFY, erasure_jobs.ERASE, *jobs.REQUEST_JOBS, retention_jobs.KEEP]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
FOLDS: dict[str, Fold] = {answering.FETCHED: answering.fold_fetched}
CHECKS: list[Check] = [
    *activity_checks.CHECKS,
    *erasure_checks.CHECKS,
    *correction_checks.CHECKS,
    *certificate_checks.CHECKS,
    *request_checks.CHECKS,
    *retention_checks.CHECKS,
]
STAFF_MENU: list[MenuItem] = [MenuItem("Retention", "/staff/retention", retention_routes.READ)]
ACCOUNT_LINES: list[AccountLine] = [
    AccountLine(
        SAFETY, 30, "Activity", "Who did what to your account, our staff included", "/account/activity", menu="Activity"
    ),
    AccountLine(
        DATA,
        10,
        "What you hold about me",
        "All of it, with where it came from and who got it",
        "/account/information",
        menu="What you hold",
        action="Ask",
    ),
    AccountLine(
        DATA,
        20,
        "Where it came from",
        "Each value, who gave it and when; put back what others changed",
        "/account/provenance",
        menu="Where it came from",
    ),
    AccountLine(DATA, 70, "Promises", "Which version of the policy holds for which of your data", "/account/promises"),
]


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
