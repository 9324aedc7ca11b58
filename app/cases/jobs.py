"""The sweep of cases."""

from app.cases.service import sweep
from app.foundation.jobs import Job

SWEEP = Job(
    "sweep-cases",
    sweep,
    60,
    "Lapse cases that wait in vain, remove old visits and counts",
    purposes="requested",
    clause="retention",
)
