"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask import Blueprint, Flask

from app.audit.counters import Recorded
from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.facts import Fold
from app.foundation.jobs import Job
from app.policy import (
    agreement_routes,
    agreements,
    banner,
    changes_routes,
    checks,
    editing_routes,
    evidence,
    evidence_jobs,
    evidence_routes,
    jobs,
    listeners,
    log_checks,
    measure_checks,
    measures_routes,
    permissions,
    recorded,
    routes,
    settings_jobs,
    staff_routes,
    timetable,
    verify_routes,
)
from app.policy.service import engagement

BLUEPRINTS: list[Blueprint] = [
    agreement_routes.blueprint,
    changes_routes.blueprint,
    editing_routes.blueprint,
    evidence_routes.blueprint,
    measures_routes.blueprint,
    routes.blueprint,
    staff_routes.blueprint,
    verify_routes.blueprint,
]
PERMISSIONS: list[Permission] = [
    evidence_routes.DELAY,
    evidence_routes.READ,
    measures_routes.KEEP,
    measures_routes.READ,
    *permissions.ALL,
]
JOBS: list[Job] = [evidence_jobs.RUN_CHECKS, *jobs.ALL, settings_jobs.FOLLOW]
FOLDS: dict[str, Fold] = {engagement.SHOWN: engagement.fold_shown, engagement.VIEWED: engagement.fold_viewed}
CHECKS: list[Check] = [*checks.CHECKS, *log_checks.CHECKS, *measure_checks.CHECKS]
RECORDED: tuple[Recorded, ...] = recorded.RECORDED


def bind(app: Flask) -> None:
    """Give pages the versions in force, the strip about a change and the evidence."""
    timetable.bind(app)
    agreements.bind(app)
    banner.bind(app)
    evidence.bind(app)


def listen() -> None:
    """Hear the news of the rooms below."""
    listeners.listen()
