"""Whether everybody who works for us stands in the text in force."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import func, select

from app.disclosures import views
from app.disclosures.models import Disclosure, OutboundCall, Vendor
from app.foundation import clock, recent, rules
from app.foundation.checks import Check, NotYet, Result, failing
from app.foundation.database import db, looking
from app.policy import views as policy


def _lines(slot: str, number: int = 0) -> set[str]:
    """The lines that a version froze for a list (the version in force, without a number).

    Raises:
        NotYet: none is in force.
    """
    current = policy.in_force(policy.timetable(), clock.now())
    if current is None:
        raise NotYet("No version of the policy is in force yet.")
    version = policy.published(number or current[1])
    frozen = version.slots.get(slot, []) if version else []
    return set(cast("Iterable[str]", frozen))


@looking()
def suppliers_listed() -> Result:
    """Each supplier whose door is open stands in the text, with all it may be given; a lapsed one got nothing."""
    lines = views.lines()
    missing = len(set(lines) - _lines("suppliers"))
    if missing:
        return failing(f"{missing} of {recent.counted(len(lines), 'supplier')} not in the text in force as they are.")
    late = (
        select(func.count())
        .select_from(OutboundCall)
        .join(Vendor, Vendor.name == OutboundCall.supplier)
        .where(
            OutboundCall.state != "refused",
            OutboundCall.intended_at >= Vendor.attest_until,
            recent.newest(OutboundCall, OutboundCall.intended_at),
        )
    )
    count = db.session.scalar(late) or 0
    words = f"{recent.counted(len(lines), 'supplier')} that our software can reach, all named in the text"
    return recent.judged(words, count, "of our messages went to one whose confirmation had lapsed")


@looking()
def subsidiaries_listed() -> Result:
    """The register of subsidiaries and the text name the same ones, and nobody else was given anything as one."""
    register = {_name(line) for line in cast("list[str]", rules.value("company.subsidiaries"))}
    listed = {_name(line) for line in _lines("subsidiaries")}
    given = db.session.execute(
        select(Disclosure.recipient, Disclosure.policy_version).where(
            Disclosure.ground == "subsidiary", recent.newest(Disclosure, Disclosure.at)
        )
    ).all()
    then = {number: {_name(line) for line in _lines("subsidiaries", number or 0)} for _, number in given}
    strangers = sum(recipient not in then[number] for recipient, number in given)
    differ = len(register ^ listed)
    words = f"Subsidiaries in our register: {len(register)}, in the text: {len(listed)}, given something: {len(given)}"
    return recent.judged(words, differ + strangers, "in only one of these")


def _name(line: str) -> str:
    """A line is `Name: its work`."""
    return line.partition(":")[0].strip()


LISTED = [
    Check(
        "suppliers-listed",
        "Every supplier that our software can reach stands in this text, with everything it may be given.",
        suppliers_listed,
        (48,),
        15,
    ),
    Check(
        "subsidiaries-listed",
        "This text names exactly the subsidiaries that our register has.",
        subsidiaries_listed,
        (45,),
        30,
    ),
]
