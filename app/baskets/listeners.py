"""What baskets do with the news of files."""

from app.artwork import signals
from app.baskets import service
from app.foundation.acts import Act


def on_deleting(act: Act, *, artwork_id: int, account_id: int) -> None:
    """A file is deleted: jobs in the basket go without it."""
    service.deleted(act, account_id, artwork_id)


def listen() -> None:
    """Hear the news of the rooms below; doing it twice changes nothing."""
    signals.deleting.connect(on_deleting)
