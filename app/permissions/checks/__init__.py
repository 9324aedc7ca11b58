"""The checks of the gate: what it allowed, held against what people said and what the text promises."""

from app.foundation.checks import Check
from app.permissions.checks.reach import REACH
from app.permissions.checks.stops import STOPS
from app.permissions.checks.text import TEXT

CHECKS: list[Check] = [*STOPS, *REACH, *TEXT]
