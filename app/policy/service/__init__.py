"""The verbs and questions of the policy room."""

from datetime import datetime

from app.foundation import clock
from app.policy import views
from app.policy.service.agreeing import agree, end_agreement
from app.policy.service.assessing import Assessment, assess
from app.policy.service.classes import CLASS_WORDS, CLASSES
from app.policy.service.drafts import Wording, preview, said, save
from app.policy.service.engagement import engaged
from app.policy.service.guard import ANSWERS, Guarded
from app.policy.service.kinds import known_kind
from app.policy.service.opening import open_document, title_of
from app.policy.service.publishing import publish, publish_first
from app.policy.service.reviewing import approve, reject, submit, take_back
from app.policy.service.scheduling import take_effect, withdraw
from app.policy.views import (
    PRIVACY,
    NewUse,
    changes_of,
    documents,
    draft,
    events,
    history,
    newest,
    published,
    retired,
    savings,
    writers,
)


def version_in_force(at: datetime | None = None, slug: str = PRIVACY) -> int | None:
    """The number of the version in force at that instant (now when None); None before the first."""
    entry = views.in_force(views.timetable(slug), at or clock.now())
    return entry[1] if entry else None


__all__ = [
    "ANSWERS",
    "CLASSES",
    "CLASS_WORDS",
    "Assessment",
    "Guarded",
    "NewUse",
    "Wording",
    "agree",
    "approve",
    "assess",
    "changes_of",
    "documents",
    "draft",
    "end_agreement",
    "engaged",
    "events",
    "history",
    "known_kind",
    "newest",
    "open_document",
    "preview",
    "publish",
    "publish_first",
    "published",
    "reject",
    "retired",
    "said",
    "save",
    "savings",
    "submit",
    "take_back",
    "take_effect",
    "title_of",
    "version_in_force",
    "withdraw",
    "writers",
]
