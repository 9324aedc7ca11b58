"""Who read whose audit record: reading it is itself recorded, through a fact that is on disk before the page."""

from datetime import datetime

from app.audit import service
from app.foundation.acts import Act, Actor
from app.foundation.facts import Fact

READ = "audit.read"


def fold_reads(act: Act, facts: list[Fact]) -> None:
    """One entry for each reading, with its own time and reader."""
    for fact in facts:
        reader = Act(Actor("staff", str(fact["staff"])), datetime.fromisoformat(fact["at"]), act.policy_version)
        service.record(reader, READ, str(fact["subject"]))
