"""What the gate hears from the policy: what each version uses data for, what it adds, and whom that has reached."""

from app.foundation.acts import Act
from app.permissions import service
from app.permissions.subjects import Subject
from app.policy import news
from app.policy.views import PRIVACY, VersionLine


def on_posted(act: Act, *, version: VersionLine) -> None:
    """The version names what the one before it named; each of its new uses waits until it takes effect.

    Raises:
        Refusal: a new use is one that nobody could refuse.
    """
    if version.slug != PRIVACY:
        return
    added = frozenset(use.purpose for use in version.new_uses)
    service.name_next(act, version.no, version.prev_no, added)
    service.post_new_uses(act, version.no, added, version.published_at, version.effective_at)


def on_withdrawn(act: Act, *, version: VersionLine) -> None:
    """What the version would have added never opens."""
    if version.slug == PRIVACY:
        service.end_new_uses(act, version.no)


def on_engaged(act: Act, *, person_id: int, version: VersionLine, stage: str) -> None:
    """Somebody was told: a strip on some page, passed over unread, does not count as telling."""
    if version.slug == PRIVACY and stage != "shown":
        service.notified_of(act, Subject(person_id), version.no)


def listen() -> None:
    """Hear what becomes of versions; doing it twice changes nothing."""
    news.posted.connect(on_posted)
    news.withdrawn.connect(on_withdrawn)
    news.engaged.connect(on_engaged)
