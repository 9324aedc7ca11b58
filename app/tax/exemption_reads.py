"""Who of the staff opened whose certificate: folded from facts into the audit record."""

from datetime import datetime

from app.audit import service as audit
from app.foundation.acts import Act, Actor
from app.foundation.facts import Fact

READ = "exemption.read"


def fold_reads(act: Act, facts: list[Fact]) -> None:
    """One audit entry for each reading, with its own time and reader."""
    for fact in facts:
        reader = Act(Actor("staff", str(fact["staff"])), datetime.fromisoformat(fact["at"]), act.policy_version)
        audit.record(reader, READ, f"exemption:{fact['exemption']}", what=str(fact["what"]))
