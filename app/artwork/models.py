"""Customers' files and the checks of them. The bytes and pictures lie in the file store."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, Store, declare_store, in_words, not_personal, personal
from app.foundation.retention import Lasting, Swept, With

FILES = declare_store(
    Store(
        "files",
        "files/artwork",
        "the files that customers upload for print, and pictures of their pages",
        Lasting("{retention.artwork-months} after delivery, for reorders; the customer can delete them at once"),
        personal("order", purposes="order", clause="ordering", correctable="self")["inventory"],
    )
)

SCRATCH = declare_store(
    Store(
        "files",
        "instance/scratch",
        "one customer's file while it is checked",
        Lasting("a minute; what a stopped worker leaves, until the next check"),
        personal("order", purposes="order", clause="ordering")["inventory"],
    )
)


class Artwork(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A file of a customer. A new upload in its place keeps the row and its address, and counts `version` up."""

    __tablename__ = "artwork"
    __retention__ = Swept(
        "keep-retention",
        "after delivery, for reorders; the customer can delete it at once",
        rule="retention.artwork-months",
        since="received_at",
    )
    __person__ = "account_id as account"
    __ref__ = "artwork"
    __table_args__ = (Index("ix_artwork_of_account", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=KEY)
    folder: Mapped[str] = mapped_column(
        String(120), unique=True, info=not_personal("the generated place of the file in the file store")
    )
    name: Mapped[str] = mapped_column(
        String(160), info=personal("order", purposes="order", clause="ordering", correctable="self")
    )
    size: Mapped[int] = mapped_column(BigInteger, info=not_personal("how many bytes the file has"))
    sha256: Mapped[str] = mapped_column(String(64), info=not_personal("a fingerprint that says nothing by itself"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    version: Mapped[int] = mapped_column(default=1, info=STAMP)
    needs: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, info=not_personal("the size and pages that the product asks for")
    )
    check_id: Mapped[int | None] = mapped_column(info=KEY)
    """The check in force: the newest one. No foreign key, since the check points back here."""
    leaving_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    """When its owner was told that its time is nearly over; a new file begins anew."""


class ArtworkCheck(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One check of one file against one product: waiting, then claimed, then ended with a report."""

    __tablename__ = "artwork_check"
    __retention__ = With("artwork", "with its file")
    __person__ = "artwork_id -> artwork"
    __table_args__ = (
        Index("ix_artwork_check_waiting", "ended_at", "id"),
        Index("ix_artwork_check_of_artwork", "artwork_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    artwork_id: Mapped[int] = mapped_column(ForeignKey("artwork.id", ondelete="CASCADE"), info=KEY)
    needs: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, info=not_personal("the size and pages that the product asks for")
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    attempts: Mapped[int] = mapped_column(default=0, info=STATE)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    worst: Mapped[str] = mapped_column(String(20), default="", info=STATE)
    page_count: Mapped[int | None] = mapped_column(info=not_personal("how many pages the file has"))
    report: Mapped[dict[str, Any] | None] = mapped_column(
        JSON,
        info=personal(
            "order",
            purposes="order",
            origins="system",
            clause="ordering",
            correctable="no",
            reason="the findings follow from the file: a new file makes a new check",
        ),
    )


class ArtworkLeftover(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """A place in the file store that nothing points to any more; a job empties it."""

    __tablename__ = "artwork_leftover"
    __retention__ = Swept("sweep-artwork", "until the files are removed, a few minutes")
    __person__ = "nobody: a generated place that nothing points to any more"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    folder: Mapped[str] = mapped_column(String(160), info=not_personal("a generated place in the file store"))
    since: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(Artwork, "Your files", name="name of the file")
in_words(ArtworkCheck, "Checks of your files", report="what the check found")
