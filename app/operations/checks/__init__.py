"""Checks that see the shop as a whole: connections, pages, database, jobs, and what nobody disclosed."""

from app.foundation.checks import Check
from app.operations.checks.inside import DATABASE_DURABLE, JOBS_RUNNING, UNDISCLOSED_PRACTICES
from app.operations.checks.others import OTHERS_PAGES_CLOSED
from app.operations.checks.pages import MESSAGE_INTEGRITY, NO_FOREIGN_REQUESTS
from app.operations.checks.transport import CERTIFICATE_VERIFIES, TLS_HANDSHAKE

CHECKS: list[Check] = [
    CERTIFICATE_VERIFIES,
    DATABASE_DURABLE,
    JOBS_RUNNING,
    MESSAGE_INTEGRITY,
    NO_FOREIGN_REQUESTS,
    OTHERS_PAGES_CLOSED,
    TLS_HANDSHAKE,
    UNDISCLOSED_PRACTICES,
]
