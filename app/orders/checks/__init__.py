"""The checks of orders: who may order, what an order keeps, what it never holds, and what a company sees of it."""

from app.foundation.checks import Check
from app.orders.checks.company import COMPANY
from app.orders.checks.form import FORM
from app.orders.checks.kept import KEPT

CHECKS: list[Check] = [*FORM, *KEPT, *COMPANY]
