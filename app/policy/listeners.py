"""What the policy room itself does when a version is posted or withdrawn: house rules that waited for it."""

from app.foundation.acts import Act
from app.policy import news
from app.policy.service import settings
from app.policy.views import PRIVACY, VersionLine


def listen() -> None:
    """Bind this room's listeners to its own news."""
    news.posted.connect(_posted)
    news.withdrawn.connect(_withdrawn)


def _posted(act: Act, *, version: VersionLine, **_more: object) -> None:
    if version.slug == PRIVACY:
        settings.bring(act, version)


def _withdrawn(act: Act, *, version: VersionLine, **_more: object) -> None:
    if version.slug == PRIVACY:
        settings.take_back(act, version)
