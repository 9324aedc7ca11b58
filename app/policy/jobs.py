"""The jobs that note when a scheduled version has come into force, and let old savings go."""

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.policy import service
from app.policy.service import sweeping


def _take_effect(act: Act) -> None:
    service.take_effect(act)


TAKE_EFFECT = Job(
    "policy-take-effect",
    _take_effect,
    1,
    "Note which versions of the policy have come into force, late but once",
    nobody="it moves versions of a text from one state to the next",
)
SWEEP = Job(
    "sweep-policy-savings",
    sweeping.sweep,
    720,
    "Delete the savings of drafts whose version was posted long ago",
    nobody="it deletes older wordings of our own text",
)
ALL = (SWEEP, TAKE_EFFECT)
