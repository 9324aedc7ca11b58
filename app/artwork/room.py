"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.artwork import file_routes, jobs, routes, service, staff_routes
from app.foundation.access import Permission
from app.foundation.account_lines import AccountLine
from app.foundation.facts import Fold
from app.foundation.jobs import Job

BLUEPRINTS: list[Blueprint] = [routes.blueprint, staff_routes.blueprint, file_routes.blueprint]
PERMISSIONS: list[Permission] = [staff_routes.READ_FILES]
JOBS: list[Job] = [jobs.CHECK, jobs.ORPHANS, jobs.SWEEP]
FOLDS: dict[str, Fold] = {service.READ: service.fold_reads}
ACCOUNT_LINES: list[AccountLine] = [*file_routes.ACCOUNT_LINES]
