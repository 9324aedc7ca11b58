"""The jobs that write to many."""

from app.campaigns import service
from app.foundation.jobs import Job

MAIL_NOTICES = Job(
    service.JOB,
    service.tell,
    5,
    "Write to customers before a new use of their information begins",
    purposes="policy_notice",
    clause="new-uses",
)
SEND_RUNS = Job(
    service.RUN_JOB,
    service.work_runs,
    1,
    "Count whom site updates reach, and write the approved ones",
    purposes="site_update",
    clause="site-updates",
)
