"""What quotes do with the news of files: in the transaction of the deletion."""

from app.artwork import signals
from app.foundation.acts import Act
from app.quotes import service


def on_deleting(_act: Act, *, artwork_id: int, account_id: int) -> None:  # the signal names both
    """A file is deleted: quotes and requests that name it go on without it."""
    service.forget_file(artwork_id)


def listen() -> None:
    """Hear the news of the rooms below; doing it twice changes nothing."""
    signals.deleting.connect(on_deleting)
