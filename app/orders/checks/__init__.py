"""The checks of orders: who may order, what an order keeps, and what it never holds."""

from app.foundation.checks import Check
from app.orders.checks.form import FORM
from app.orders.checks.kept import KEPT

CHECKS: list[Check] = [*FORM, *KEPT]
