"""The job that writes notices of a changed policy."""

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
