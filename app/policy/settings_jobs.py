"""The job that opens a draft where the text and the running shop have come apart: a new supplier, a new log field."""

from app.foundation.acts import Act
from app.foundation.jobs import Job
from app.policy.service import settings


def _follow(act: Act) -> None:
    settings.follow(act)


FOLLOW = Job(
    "policy-follow-settings",
    _follow,
    60,
    "Open a draft of the policy where its live values are not those of the shop any more",
    nobody="it compares the words of a text with the settings of the shop",
)
