"""The files of certificates: known by their content, kept under a generated name, never shown from our own pages."""

from collections.abc import Iterator
from typing import IO

from sqlalchemy import select

from app.foundation import files, rules, work
from app.foundation.acts import Act
from app.foundation.codes import random_token
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.tax.exemption_models import TaxExemption

FIELD = "certificate"
FOLDER = "exemptions"
LARGEST = "tax.largest-certificate-mb"
rules.declare(rules.Rule(LARGEST, 10, "MB", "The largest file of a tax exemption certificate", least=1, most=100))

BEGINNINGS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
"""How each kind that we take begins. A PDF may have some bytes before its mark, which we do not need to allow here."""


def kind_of(stream: IO[bytes]) -> str:
    """Which kind of file it is by its content.

    Raises:
        Refusal: none that we take.
    """
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    found = next((kind for start, kind in BEGINNINGS if head.startswith(start)), "")
    if not found:
        raise Refusal("Please send the certificate as a PDF, or as a picture of it (PNG or JPEG).", FIELD)
    return found


def put(act: Act, account_id: int, stream: IO[bytes]) -> files.Kept:
    """Store the file in a place of its own; if the work is refused later, it goes again.

    Raises:
        Refusal: it is too large.
    """
    folder = f"{FOLDER}/{account_id}/{act.at:%Y%m%d}-{random_token(128)}"
    megabytes = rules.whole(LARGEST, act.at)
    work.keep(lambda: _forget_unless_kept(folder))
    try:
        return files.store().put(folder, stream, megabytes * 1024 * 1024)
    except files.TooLarge:
        raise Refusal(f"The file is larger than {megabytes} MB. Please send a smaller scan.", FIELD) from None


def pieces(folder: str) -> Iterator[bytes]:
    """The file in pieces.

    Raises:
        Missing: it is gone.
    """
    try:
        return files.store().read(folder)
    except files.NoSuchFile:
        raise Missing from None


def remove_later(folder: str) -> None:
    """Remove the file as soon as this work is committed."""
    work.afterwards(lambda: files.store().delete(folder))


def remove_strays(act: Act) -> int:
    """Remove files that no certificate names: what a process that was killed left behind. Gives how many."""
    known = set(db.session.scalars(select(TaxExemption.folder)))
    today = f"{act.at:%Y%m%d}"
    # One of today may be on its way into its row just now.
    stray = [key for key in files.store().keys(FOLDER) if key not in known and _day(key) < today]
    for key in stray:
        files.store().delete(key)
    return len(stray)


def _day(key: str) -> str:
    """The day on which a place was made, as its name begins."""
    return key.rpartition("/")[2][:8]


def _forget_unless_kept(folder: str) -> None:
    if db.session.scalar(select(TaxExemption.id).where(TaxExemption.folder == folder)) is None:
        files.store().delete(folder)
