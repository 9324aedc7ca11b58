"""The checks of the door: what left, to whom, on which ground, and whether the text names them."""

from app.disclosures.checks.leaving import LEAVING
from app.disclosures.checks.listed import LISTED
from app.foundation.checks import Check

CHECKS: list[Check] = [*LEAVING, *LISTED]
