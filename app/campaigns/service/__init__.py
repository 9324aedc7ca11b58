"""What campaigns does: for now, to tell customers of a changed policy and of a change that was taken back."""

from collections.abc import Iterator

from app.campaigns.service.notices import NOTICE, audience, delivered, due, write_notices
from app.campaigns.service.recalls import RECALL, recall_notices
from app.foundation.acts import Act

JOB = "mail-policy-notices"


def tell(act: Act) -> Iterator[None]:
    """Take back what is not to come any more, then tell what is; each batch is a commit."""
    yield from recall_notices(act)
    yield from write_notices(act)


__all__ = ["JOB", "NOTICE", "RECALL", "audience", "delivered", "due", "recall_notices", "tell", "write_notices"]
