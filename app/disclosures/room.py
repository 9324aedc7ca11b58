"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.audit.counters import Recorded
from app.disclosures import checks, guard, jobs, recorded, routes, staff_routes
from app.foundation.access import Permission
from app.foundation.account_lines import AccountLine
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job

BLUEPRINTS: list[Blueprint] = [routes.blueprint, staff_routes.blueprint]
PERMISSIONS: list[Permission] = [staff_routes.ATTEST]
JOBS: list[Job] = [jobs.RECONCILE, jobs.WATCH]
FOLDS: dict[str, Fold] = {guard.REFUSED: guard.fold_refused}
CHECKS: list[Check] = [*checks.CHECKS]
RECORDED: tuple[Recorded, ...] = recorded.RECORDED
ACCOUNT_LINES: list[AccountLine] = [*routes.ACCOUNT_LINES]
