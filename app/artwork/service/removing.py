"""Deleting files, and emptying the places in the store that nothing points to any more."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.artwork import signals
from app.artwork.models import Artwork, ArtworkCheck, ArtworkLeftover
from app.artwork.service.showing import owned
from app.audit import service as audit
from app.foundation import files, jobs, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal

SWEEP_JOB = "sweep-artwork"
# At least 2: longer than any upload lasts, or a folder that is still being filled would go.
rules.declare(
    rules.Rule("artwork.orphan-days", 2, "days", "How long files of an upload that never ended stay", least=2)
)


def delete(act: Act, account_id: int, artwork_id: int) -> None:
    """Delete a file, its checks and its pictures at the customer's word.

    Raises:
        Missing: there is none, or it is somebody else's.
        Refusal: a room above still needs it.
    """
    artwork = owned(account_id, artwork_id)
    signals.deleting.send(act, artwork_id=artwork_id, account_id=account_id)
    try:
        with db.session.begin_nested():
            db.session.execute(delete_rows(ArtworkCheck).where(ArtworkCheck.artwork_id == artwork_id))
            db.session.execute(delete_rows(Artwork).where(Artwork.id == artwork_id))
    except IntegrityError:
        raise Refusal("This file belongs to an order that still needs it. Send another file there first.") from None
    leave_behind(act, artwork.folder)
    audit.record(act, "artwork.deleted", f"artwork:{artwork_id}", account=account_id)


def leave_behind(act: Act, folder: str) -> None:
    """Note that nothing points to this folder any more; its files go after the commit."""
    db.session.add(ArtworkLeftover(folder=folder, since=act.at))
    db.session.flush()
    jobs.nudge(SWEEP_JOB)


def sweep_leftovers(_act: Act) -> Iterator[None]:
    """Empty each left-over folder, then forget it. Doing it twice does no harm."""
    for leftover_id, folder in db.session.execute(select(ArtworkLeftover.id, ArtworkLeftover.folder)).all():
        store = files.store()
        for key in store.keys(folder):
            store.delete(key)
        db.session.execute(delete_rows(ArtworkLeftover).where(ArtworkLeftover.id == leftover_id))
        yield


def sweep_orphans(act: Act) -> Iterator[None]:
    """Remove folders that no row names: what a process that was killed in the middle of an upload left behind."""
    folders: dict[str, list[str]] = defaultdict(list)
    for key in files.store().keys("artwork"):
        folders["/".join(key.split("/")[:3])].append(key)
    young = timedelta(days=rules.whole("artwork.orphan-days"))
    oldest = f"{act.at - young:%Y%m%d}"
    for folder, keys in folders.items():
        # A folder's name begins with the day it was made.
        made = folder.rpartition("/")[2][:8]
        if made < oldest and db.session.scalar(select(Artwork.id).where(Artwork.folder == folder)) is None:
            for key in keys:
                files.store().delete(key)
        yield
