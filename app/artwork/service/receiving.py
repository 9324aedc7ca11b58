"""Taking files in: streamed to the store under a generated name, then queued for their check."""

import os
from collections.abc import Callable
from decimal import Decimal
from typing import IO, Any, Protocol

from sqlalchemy import select

from app.artwork import signals
from app.artwork.inspection.kinds import HEAD, PDF, TAIL, Kind, identify
from app.artwork.inspection.request import Needs
from app.artwork.models import Artwork, ArtworkCheck
from app.artwork.names import clean_name
from app.artwork.service.removing import leave_behind
from app.artwork.service.showing import ArtworkView, owned, view
from app.audit import service as audit
from app.foundation import files, jobs, rules, work
from app.foundation.acts import Act
from app.foundation.codes import random_token
from app.foundation.database import db
from app.foundation.errors import Refusal

CHECK_JOB = "check-artwork"
FIELD = "artwork"
"""The form field that a refused file belongs to, wherever it is uploaded."""

rules.declare(rules.Rule("artwork.largest-mb", 500, "MB", "The largest file that customers may send"))
rules.declare(rules.Rule("artwork.most-pages", 1100, "pages", "The most pages that one file may have"))


class ProductNeeds(Protocol):
    """What a product asks of its file, as the catalogue says it; lengths in inches."""

    @property
    def width_in(self) -> Decimal: ...
    @property
    def height_in(self) -> Decimal: ...
    @property
    def bleed_in(self) -> Decimal: ...
    @property
    def safe_in(self) -> Decimal: ...
    @property
    def pages_expected(self) -> int | None: ...


def receive(
    act: Act, account_id: int, filename: str | None, stream: IO[bytes], needs: ProductNeeds | None = None
) -> ArtworkView:
    """Keep a customer's file and ask for its check. `stream` must be seekable, as uploads are.

    Raises:
        Refusal: at the field `artwork`: no PDF by its content, empty, or too large.
    """
    _refuse_other_kinds(stream)
    kept, folder = _put(act, account_id, stream)
    artwork = Artwork(
        account_id=account_id,
        folder=folder,
        name=clean_name(filename),
        size=kept.size,
        sha256=kept.sha256,
        received_at=act.at,
        needs=_plain(needs),
    )
    db.session.add(artwork)
    db.session.flush()
    audit.record(act, "artwork.received", f"artwork:{artwork.id}", size=kept.size, sha256=kept.sha256)
    _ask_for_check(act, artwork)
    return view(account_id, artwork.id)


def replace(act: Act, account_id: int, artwork_id: int, filename: str | None, stream: IO[bytes]) -> ArtworkView:
    """Put a new file in the place of an old one; whoever points to the artwork now has the new file.

    Raises:
        Missing: there is none, or it is somebody else's.
        Refusal: as `receive`; or a room above says that the file is fixed (its proof is approved).
    """
    artwork = owned(account_id, artwork_id)
    signals.replacing.send(act, artwork_id=artwork_id, account_id=account_id)
    _refuse_other_kinds(stream)
    kept, folder = _put(act, account_id, stream)
    leave_behind(act, artwork.folder)
    artwork.folder, artwork.name = folder, clean_name(filename)
    artwork.size, artwork.sha256, artwork.received_at = kept.size, kept.sha256, act.at
    artwork.leaving_told_at = None
    artwork.version += 1
    audit.record(
        act, "artwork.replaced", f"artwork:{artwork_id}", version=artwork.version, size=kept.size, sha256=kept.sha256
    )
    _ask_for_check(act, artwork)
    return view(account_id, artwork_id)


def require(act: Act, account_id: int, artwork_id: int, needs: ProductNeeds) -> None:
    """Say which product the file is for; a file that was checked against something else is checked again.

    Raises:
        Missing: there is none, or it is somebody else's.
    """
    artwork = owned(account_id, artwork_id)
    wanted = _plain(needs)
    if artwork.needs == wanted:
        return
    artwork.needs = wanted
    audit.record(act, "artwork.required", f"artwork:{artwork_id}")
    _ask_for_check(act, artwork)


def _ask_for_check(act: Act, artwork: Artwork) -> None:
    check = ArtworkCheck(artwork_id=artwork.id, needs=artwork.needs, asked_at=act.at)
    db.session.add(check)
    db.session.flush()
    artwork.check_id = check.id
    db.session.flush()
    jobs.nudge(CHECK_JOB)


def _plain(needs: ProductNeeds | None) -> dict[str, Any] | None:
    if needs is None:
        return None
    return Needs(
        width_in=float(needs.width_in),
        height_in=float(needs.height_in),
        bleed_in=float(needs.bleed_in),
        pages=needs.pages_expected,
        safe_in=float(needs.safe_in),
    ).to_json()


def _refuse_other_kinds(stream: IO[bytes]) -> None:
    kind = _look(stream)
    if kind.code != PDF:
        raise Refusal(f"This is {kind.said}, and we print from PDF. {kind.recipe}", FIELD)


def _look(stream: IO[bytes]) -> Kind:
    head = stream.read(HEAD)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    stream.seek(0)
    return identify(head, tail)


def _put(act: Act, account_id: int, stream: IO[bytes]) -> tuple[files.Kept, str]:
    """Store the file in a new folder of this account. If the work is refused later, the folder is left over."""
    folder = f"artwork/{account_id}/{act.at:%Y%m%d}-{random_token(128)}"
    megabytes = rules.whole("artwork.largest-mb")
    work.keep(_forget_unless_kept(act, folder))
    try:
        kept = files.store().put(f"{folder}/original", stream, megabytes * 1024 * 1024)
    except files.TooLarge:
        raise Refusal(
            f"The file is larger than {megabytes} MB. Save it for print with pictures at 300 ppi; that makes most "
            "files far smaller without a visible loss.",
            FIELD,
        ) from None
    return kept, folder


def _forget_unless_kept(act: Act, folder: str) -> Callable[[], None]:
    def look() -> None:
        if db.session.scalar(select(Artwork.id).where(Artwork.folder == folder)) is None:
            leave_behind(act, folder)

    return look
