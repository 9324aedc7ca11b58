"""How far versions reached people: for staff as counts, for one person as the numbers they know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation.database import db
from app.policy.models import Engagement, PolicyDoc, PolicyVersion
from app.policy.views.shapes import PRIVACY, VersionLine


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person knows of a document: the numbers they opened, and the newest they agreed to (0 for none)."""

    viewed: frozenset[int] = frozenset()
    agreed: int = 0

    def knows(self, line: VersionLine) -> bool:
        """Whether nothing of that version needs to be announced to them any more.

        Whoever opened a later one has seen what this one changed, but perhaps not that they may refuse its new uses.
        """
        if line.no in self.viewed or line.no <= self.agreed:
            return True
        return not line.new_uses and line.no < max(self.viewed, default=0)


def engagement_counts(version_id: int) -> Mapping[str, int]:
    """How many people a version reached, by stage; every stage is there."""
    query = select(Engagement.stage, func.count()).where(Engagement.version_id == version_id).group_by(Engagement.stage)
    found = dict.fromkeys(("notified", "shown", "viewed", "agreed"), 0)
    found.update((stage, count) for stage, count in db.session.execute(query))
    return found


def reach(person_id: int, slug: str = PRIVACY) -> Reach:
    """What the person knows of the document's versions."""
    return reaches([person_id], slug).get(person_id, Reach())


def reaches(person_ids: Iterable[int], slug: str = PRIVACY) -> dict[int, Reach]:
    """The same for several people; those who know nothing are left out."""
    query = (
        select(Engagement.person_id, Engagement.stage, func.coalesce(PolicyVersion.no, 0))
        .join(PolicyVersion, PolicyVersion.id == Engagement.version_id)
        .join(PolicyDoc, PolicyDoc.id == PolicyVersion.doc_id)
        .where(Engagement.person_id.in_(person_ids), Engagement.stage.in_(("viewed", "agreed")), PolicyDoc.slug == slug)
    )
    found: dict[int, Reach] = {}
    for person_id, stage, number in db.session.execute(query):
        known = found.get(person_id, Reach())
        if stage == "viewed":
            found[person_id] = Reach(known.viewed | {number}, known.agreed)
        else:
            found[person_id] = Reach(known.viewed, max(known.agreed, number))
    return found
