"""What is shown of a file: always loaded through its owner, so that another customer's is not found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.artwork.inspection.findings import Finding, Mark, Picture, Report, Severity
from app.artwork.models import Artwork, ArtworkCheck
from app.foundation import files
from app.foundation.database import db
from app.foundation.errors import Missing

WAITING = "waiting"


@dataclass(frozen=True)
class Ring:
    """A place of a finding on a picture, in the picture's pixels; `label` is the finding's number in the list."""

    label: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return round(self.x + self.width / 2, 1), round(self.y + self.height / 2, 1)


@dataclass(frozen=True)
class PageView:
    """A page's picture with the findings that are on it."""

    picture: Picture
    rings: tuple[Ring, ...]

    @property
    def number(self) -> int:
        return self.picture.page


@dataclass(frozen=True)
class ArtworkView:
    """A file as pages show it. `state` is "waiting" until the check has ended, then the worst finding."""

    id: int
    account_id: int
    name: str
    size: int
    sha256: str
    version: int
    received_at: datetime
    state: str
    report: Report | None

    @property
    def waiting(self) -> bool:
        return self.state == WAITING

    @property
    def printable(self) -> bool:
        """Checked, and nothing in it must be fixed first."""
        return self.state not in {WAITING, Severity.MUST_FIX}

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.report.findings if self.report else ()

    @property
    def page_count(self) -> int | None:
        return self.report.page_count if self.report else None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self.report.pictures if self.report else ()

    def page(self, number: int) -> PageView | None:
        """The picture of that page, or of the first page that has one; None where nothing was drawn."""
        found = next((one for one in self.pictures if one.page == number), None) or next(iter(self.pictures), None)
        return None if found is None else PageView(found, tuple(_rings(self.findings, found)))


@dataclass(frozen=True)
class Original:
    """The bytes of a file, in pieces, with what a download needs to know."""

    name: str
    size: int
    pieces: Iterator[bytes]


_SHOWN = (
    Artwork.id,
    Artwork.account_id,
    Artwork.name,
    Artwork.size,
    Artwork.sha256,
    Artwork.version,
    Artwork.received_at,
)


def owned(account_id: int | None, artwork_id: int) -> Artwork:
    """The row of this account's file; `None` as the account stands for staff.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    query = select(Artwork).where(Artwork.id == artwork_id)
    if account_id is not None:
        query = query.where(Artwork.account_id == account_id)
    found: Artwork | None = db.session.scalar(query)
    if found is None:
        raise Missing
    return found


def view(account_id: int | None, artwork_id: int) -> ArtworkView:
    """The file with its check. Raises Missing as `owned` does."""
    query = (
        select(*_SHOWN, ArtworkCheck.worst, ArtworkCheck.report)
        .outerjoin(ArtworkCheck, ArtworkCheck.id == Artwork.check_id)
        .where(Artwork.id == artwork_id)
    )
    if account_id is not None:
        query = query.where(Artwork.account_id == account_id)
    row = db.session.execute(query).mappings().first()
    if row is None:
        raise Missing
    shown = dict(row)
    worst, report = shown.pop("worst"), shown.pop("report")
    done = report is not None
    return ArtworkView(**shown, state=worst if done else WAITING, report=Report.from_json(report) if done else None)


def original(account_id: int | None, artwork_id: int) -> Original:
    """The file itself. Raises Missing as `owned` does, or where its bytes are gone."""
    artwork = owned(account_id, artwork_id)
    return Original(artwork.name, artwork.size, _pieces(f"{artwork.folder}/original"))


def picture(account_id: int | None, artwork_id: int, page: int, name: str) -> bytes:
    """A page's picture (`name` is "page" or "thumb") as JPEG. Raises Missing."""
    artwork = owned(account_id, artwork_id)
    return b"".join(_pieces(f"{artwork.folder}/check-{artwork.check_id}/{name}-{page}.jpg"))


def _pieces(key: str) -> Iterator[bytes]:
    try:
        return files.store().read(key)
    except files.NoSuchFile:
        raise Missing from None


def _rings(findings: tuple[Finding, ...], shown: Picture) -> Iterator[Ring]:
    for number, finding in enumerate(findings, 1):
        for mark in finding.marks:
            if mark.page == shown.page:
                yield _ring(number, mark, shown)


def _ring(number: int, mark: Mark, shown: Picture) -> Ring:
    x0, y0, x1, y1 = shown.area
    across, down = shown.width_px / (x1 - x0), shown.height_px / (y1 - y0)
    left, right = (min(max((side - x0) * across, 0), shown.width_px) for side in (mark.box[0], mark.box[2]))
    top, bottom = (min(max((side - y0) * down, 0), shown.height_px) for side in (mark.box[1], mark.box[3]))
    return Ring(number, round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))
