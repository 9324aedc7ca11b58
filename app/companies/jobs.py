"""The nightly look after companies that an erased account left behind."""

from app.companies.service import tend
from app.foundation.jobs import Job

TEND = Job(
    "tend-companies",
    tend,
    12 * 60,
    "Note companies that nobody belongs to, and put somebody in charge where nobody is",
    purposes="order",
    clause="account-benefits",
)
