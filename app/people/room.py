"""What this room brings to the shop, joined in one place: `registry` needs to know no more of it."""

from app.foundation.checks import Check
from app.people import checks

CHECKS: list[Check] = [*checks.CHECKS]
