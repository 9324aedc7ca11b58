"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.backoffice import (
    audit_routes,
    case_pair_routes,
    case_routes,
    customer_routes,
    job_routes,
    jobs,
    lost_factor_routes,
    mail_catalogue,
    permission_routes,
    rules_routes,
    search_routes,
    staff_routes,
)
from app.foundation.access import Permission
from app.foundation.jobs import Job
from app.mail.catalogue import Letter

BLUEPRINTS: list[Blueprint] = [
    audit_routes.blueprint,
    case_pair_routes.blueprint,
    case_routes.blueprint,
    *customer_routes.BLUEPRINTS,
    job_routes.blueprint,
    lost_factor_routes.blueprint,
    permission_routes.blueprint,
    rules_routes.blueprint,
    search_routes.blueprint,
    staff_routes.blueprint,
]
PERMISSIONS: list[Permission] = [
    audit_routes.READ,
    job_routes.RUN,
    permission_routes.READ,
    permission_routes.STOP,
    rules_routes.EDIT,
]
JOBS: list[Job] = [jobs.MAIL_HEAD]
LETTERS: list[Letter] = [*mail_catalogue.LETTERS]
