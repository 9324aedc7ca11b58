"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint

from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job
from app.visits import checks, jobs, service, staff_routes
from app.visits.tallies import KINDS

BLUEPRINTS: list[Blueprint] = [staff_routes.blueprint]
PERMISSIONS: list[Permission] = [staff_routes.READ_COUNTS]
JOBS: list[Job] = [jobs.KEEP_LOG]
FOLDS: dict[str, Fold] = dict.fromkeys(KINDS, service.fold)
CHECKS: list[Check] = [*checks.CHECKS]
