"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from app.cases import checks, jobs, permissions
from app.foundation.access import Permission
from app.foundation.checks import Check
from app.foundation.jobs import Job

PERMISSIONS: list[Permission] = [*permissions.ALL]
JOBS: list[Job] = [jobs.SWEEP]
CHECKS: list[Check] = [*checks.CHECKS]
