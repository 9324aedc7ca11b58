"""“I think you are not keeping this”: a case tied to a clause, with what the clause's checks say at that moment."""

from collections.abc import Collection
from dataclasses import dataclass

from app.audit import service as audit
from app.cases import service as cases
from app.cases.service import NewCase
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing
from app.people.identifiers import Email
from app.policy import views
from app.policy.bindings import binding_of
from app.policy.clauses import Clause
from app.policy.models import Concern
from app.policy.service import evidence
from app.policy.views.evidence import occasion_of


@dataclass(frozen=True)
class Doubt:
    """What somebody writes about a clause. `person_id` is only ever that of a signed-in account."""

    anchor: str
    text: str
    email: Email | None = None
    person_id: int | None = None


def clause_in_force(act: Act, anchor: str) -> Clause:
    """The clause of the text in force.

    Raises:
        Missing: that text has no such clause.
    """
    shown = views.published(act.policy_version) if act.policy_version else None
    clause = next((clause for clause in shown.clauses if clause.anchor == anchor), None) if shown else None
    if clause is None:
        raise Missing
    return clause


def raise_concern(act: Act, doubt: Doubt, checks: Collection[str], network: str = "") -> int:
    """Open a case about the clause and ask for its checks to be run now; gives the case's number.

    `checks` are the names of those that the program has.

    Raises:
        Missing: the text in force has no such clause.
        Refusal: too many messages came from that network.
    """
    clause = clause_in_force(act, doubt.anchor)
    new = NewCase(
        kind="concern",
        topic="information",
        channel="web",
        text=f"About “{clause.heading}”:\n{doubt.text}",
        email=doubt.email,
        person_id=doubt.person_id,
        clause=doubt.anchor,
    )
    number = cases.open_case(act, new, network)
    version_no = act.policy_version or 0
    db.session.add(Concern(case_number=number, version_no=version_no, anchor=doubt.anchor, at=act.at, results=[]))
    binding = binding_of(doubt.anchor)
    evidence.ask(act, [name for name in (binding.checks if binding else ()) if name in checks], occasion_of(number))
    audit.record(act, "concern.raised", f"case:{number}", clause=doubt.anchor)
    return number
