"""What other rooms may join: one light row for each file, without its report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, literal, select

from app.artwork.models import Artwork, ArtworkCheck
from app.foundation.database import db

OWN_PAGE = 20


def cards() -> Select[int, int, str, int, str, int | None]:
    """Columns `artwork_id, account_id, name, size, worst, page_count`; `worst` is "" or None while it waits."""
    return select(
        Artwork.id.label("artwork_id"),
        Artwork.account_id,
        Artwork.name,
        Artwork.size,
        ArtworkCheck.worst,
        ArtworkCheck.page_count,
    ).outerjoin(ArtworkCheck, ArtworkCheck.id == Artwork.check_id)


@dataclass(frozen=True)
class FileRow:
    """One file of a customer's list; `state` is the worst that its check found, empty or None while it waits."""

    artwork_id: int
    name: str
    size: int
    version: int
    received_at: datetime
    state: str | None

    @property
    def waiting(self) -> bool:
        return not self.state


@dataclass(frozen=True)
class Files:
    """A page of the list; `older` is the number to go on from, None at the end."""

    rows: list[FileRow]
    older: int | None


def refs_of(account_id: int) -> Select[str]:
    """The refs (`artwork:7`) of all files of an account, for joining."""
    return select(literal("artwork:", String) + cast(Artwork.id, String)).where(Artwork.account_id == account_id)


def own_files(account_id: int, before: int | None = None) -> Files:
    """The files of an account that are kept, newest first, from below that number on."""
    columns = (Artwork.id, Artwork.name, Artwork.size, Artwork.version, Artwork.received_at)
    query = (
        select(*columns, ArtworkCheck.worst)
        .outerjoin(ArtworkCheck, ArtworkCheck.id == Artwork.check_id)
        .where(Artwork.account_id == account_id)
        .order_by(Artwork.id.desc())
        .limit(OWN_PAGE + 1)
    )
    if before is not None:
        query = query.where(Artwork.id < before)
    rows = [FileRow(*row) for row in db.session.execute(query)]
    return Files(rows[:OWN_PAGE], rows[OWN_PAGE - 1].artwork_id if len(rows) > OWN_PAGE else None)
