"""Whether our staff change a customer's account only while they act for the customer."""

from datetime import datetime

from app.accounts.service import acting
from app.accounts.service.acting import ActingView
from app.audit.views import Line, Wanted, entries
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import looking
from app.foundation.recent import counted

CHANGES = ("profile.changed", "address.added", "address.changed", "address.removed", "billing.changed",
           "password.changed", "email.changed", "user-id.changed", "factor.added", "factor.ended")  # fmt: skip
"""What changes an account, as the record says it: for a customer, staff may do none of it outside an acting."""


@looking()
def _changes() -> Result:
    """The newest changes that staff made, each beside the actings of whoever made it."""
    lines = [line for kind in CHANGES for line in entries(Wanted(actor="staff", kind=kind)).lines]
    foreign = [line for line in lines if _number(line.actor) != _number(line.subject_ref)]
    if not foreign:
        raise NotYet("Our staff have changed no customer's account yet.")
    actings = acting.of_staff({_number(line.actor) for line in foreign}, min(line.at for line in foreign))
    outside = sum(not _covered(line, actings) for line in foreign)
    changes = counted(len(foreign), "change")
    if outside:
        return verdict(False, f"Of {changes} that our staff made for customers, {outside} had no acting open.")
    return verdict(True, f"{changes} that our staff made for customers: each while they acted for that customer.")


def _covered(line: Line, actings: list[ActingView]) -> bool:
    at: datetime = line.at
    return any(
        one.staff_id == _number(line.actor) and one.account_id == _number(line.subject_ref) and one.covers(at)
        for one in actings
    )


def _number(ref: str) -> int:
    number = ref.partition(":")[2]
    return int(number) if number.isdigit() else 0


STAFF_CHANGES = Check(
    "staff-changes-in-acting",
    "Whatever our staff changed of a customer's account, they changed while they acted for that customer, who was told "
    "by mail.",
    _changes,
    (39, 76),
    minutes=60,
    yourself="Signed in, open Activity: each change by our staff stands there with the reason that they gave.",
)
