"""Jobs of the room: calls that were cut short, and statements that lapse."""

from app.disclosures import recovery
from app.disclosures.service import suppliers
from app.foundation.jobs import Job

RECONCILE = Job(
    "reconcile-calls",
    recovery.reconcile,
    1,
    "Bring calls to suppliers that were cut short to an end",
    purposes="order billing",
    clause="who-else-sees",
)
WATCH = Job(
    "watch-suppliers",
    suppliers.watch,
    60,
    "Warn about supplier statements that lapse, and shut their doors",
    purposes="legal",
    clause="suppliers",
)
