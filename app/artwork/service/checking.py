"""Checking files that wait: each is claimed, inspected in a child process, and its report kept."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, or_, select, update

from app.artwork import signals
from app.artwork.child import Inspector, Outcome
from app.artwork.inspection.findings import Report
from app.artwork.inspection.kinds import PDF
from app.artwork.inspection.request import Needs
from app.artwork.inspection.weight import broke_off, stopped
from app.artwork.models import Artwork, ArtworkCheck
from app.artwork.service.removing import leave_behind
from app.audit import service as audit
from app.foundation import clock, files, rules
from app.foundation.acts import Act
from app.foundation.database import db

LEASE = timedelta(minutes=5)
"""A claim older than this belonged to a worker that died."""
MOST_ATTEMPTS = 3
LARGEST_PICTURE = 4 * 1024 * 1024


@dataclass(frozen=True)
class Claim:
    """A check that this worker has taken."""

    check_id: int
    artwork_id: int
    account_id: int
    folder: str
    needs: Needs | None
    most_pages: int
    attempts: int

    @property
    def pictures(self) -> str:
        return f"{self.folder}/check-{self.check_id}"


def check_waiting(act: Act, inspector: Inspector, scratch: Path) -> Iterator[None]:
    """Check every file that waits, one after another; each yield is a commit, and no child runs inside one."""
    _clear(scratch)
    while (claim := _claim()) is not None:
        yield
        if claim.attempts > MOST_ATTEMPTS:
            _keep(act, claim, stopped(Report(kind=PDF), broke_off("checking it, more than once")))
        else:
            _check(act, claim, inspector, scratch)
        yield


def waiting_count() -> int:
    """How many files wait for their check."""
    query = select(func.count()).select_from(ArtworkCheck).where(ArtworkCheck.ended_at.is_(None))
    return db.session.scalar(query) or 0


def _clear(scratch: Path) -> None:
    """Remove what workers that were killed left behind: these are customers' files."""
    oldest = (clock.now() - LEASE).timestamp()
    for left in scratch.glob("artwork-*"):
        if left.stat().st_mtime < oldest:
            shutil.rmtree(left, ignore_errors=True)


def _claim() -> Claim | None:
    now = clock.now()
    free = or_(ArtworkCheck.claimed_at.is_(None), ArtworkCheck.claimed_at < now - LEASE)
    waiting = (
        select(
            ArtworkCheck.id,
            ArtworkCheck.needs,
            ArtworkCheck.attempts,
            Artwork.id.label("artwork_id"),
            Artwork.account_id,
            Artwork.folder,
        )
        .join(Artwork, Artwork.id == ArtworkCheck.artwork_id)
        .where(ArtworkCheck.ended_at.is_(None), free)
        .order_by(ArtworkCheck.id)
    )
    for row in db.session.execute(waiting.limit(20)).all():
        taken = db.session.execute(
            update(ArtworkCheck)
            .where(ArtworkCheck.id == row.id, ArtworkCheck.ended_at.is_(None), free)
            .values(claimed_at=now, attempts=ArtworkCheck.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an update's result counts its rows
            return _claim_of(row)
    return None


def _claim_of(row: Any) -> Claim:
    return Claim(
        check_id=row.id,
        artwork_id=row.artwork_id,
        account_id=row.account_id,
        folder=row.folder,
        needs=None if row.needs is None else Needs.from_json(row.needs),
        # Read now: while the child runs, no transaction may be open.
        most_pages=rules.whole("artwork.most-pages"),
        attempts=row.attempts + 1,
    )


def _check(act: Act, claim: Claim, inspector: Inspector, scratch: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="artwork-", dir=scratch) as folder:
        source = Path(folder) / "original.pdf"
        try:
            files.store().fetch(f"{claim.folder}/original", source)
        except files.NoSuchFile:
            # Deleted or replaced since it was claimed: there is nothing to say about it any more.
            _end(claim, {"ended_at": clock.now()})
            return
        with inspector.inspect(source, claim.needs, claim.most_pages) as outcome:
            _put_pictures(claim, outcome)
            _keep(act, claim, outcome.report)


def _put_pictures(claim: Claim, outcome: Outcome) -> None:
    store = files.store()
    for picture in outcome.report.pictures:
        for name, data in (("page", outcome.picture(picture.page)), ("thumb", outcome.thumbnail(picture.page))):
            store.put(f"{claim.pictures}/{name}-{picture.page}.jpg", BytesIO(data), LARGEST_PICTURE)


def _keep(act: Act, claim: Claim, report: Report) -> None:
    worst = report.worst
    values = {
        "ended_at": clock.now(),
        "worst": str(worst),
        "page_count": report.page_count,
        "report": report.to_json(),
    }
    if not _end(claim, values):
        leave_behind(act, claim.pictures)
        return
    audit.record(act, "artwork.checked", f"artwork:{claim.artwork_id}", check=claim.check_id, worst=str(worst))
    signals.checked.send(act, artwork_id=claim.artwork_id, account_id=claim.account_id, worst=worst)


def _end(claim: Claim, values: dict[str, Any]) -> bool:
    """End the check, if it still waits: a second worker's answer is not kept."""
    ended = db.session.execute(
        update(ArtworkCheck)
        .where(ArtworkCheck.id == claim.check_id, ArtworkCheck.ended_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]  # an update's result counts its rows
