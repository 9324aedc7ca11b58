"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from flask.cli import AppGroup

from app.audit import commands, jobs, reads
from app.foundation.facts import Fold
from app.foundation.jobs import Job

JOBS: list[Job] = [jobs.PUBLISH, jobs.SEAL]
FOLDS: dict[str, Fold] = {reads.READ: reads.fold_reads}
COMMANDS: list[AppGroup] = [commands.group]
