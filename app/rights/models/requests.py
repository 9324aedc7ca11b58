"""Requests of people about themselves, before and after they prove who they are; and the answers that wait for them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, STATE, Store, declare_store, in_words, not_personal, personal
from app.foundation.retention import Swept, With
from app.foundation.sealed import Sealed

ASKED = personal(
    "contact",
    subject="correspondent",
    purposes="requested",
    origins="subject staff",
    clause="safe-answers",
    rest="sealed",
    correctable="no",
    reason="it is only kept until the answer is made",
)
DIGEST = not_personal("a keyed digest that cannot be turned back")

ANSWERS = declare_store(
    Store(
        "files",
        "files/answers",
        "answers to people who asked what we hold about them, each sealed by a key of its own",
        Swept("sweep-requests", rule="access.download-days"),
        personal(
            "derived", subject="correspondent", purposes="requested", origins="system", clause="safe-answers",
            export="withheld", reason="it is this answer itself", correctable="no",
        )["inventory"],
    )
)  # fmt: skip


class InformationRequest(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """What a case still needs before it is answered: who asks, by which code, how far that is proven.

    Unproven, it holds nothing of whoever asks but the digest of an address; the address itself stands in the outbox
    until the code is mailed, and is typed once more together with the code.
    """

    __tablename__ = "information_request"
    __retention__ = With("case_file", "with its case; unproven, {retention.unverified-case-hours}")
    __person__ = "case_number -> case_file"

    case_number: Mapped[int] = mapped_column(
        ForeignKey("case_file.number"), primary_key=True, autoincrement=False, info=KEY
    )
    address_digest: Mapped[str] = mapped_column(String(64), default="", index=True, info=DIGEST)
    salt: Mapped[str] = mapped_column(String(64), info=not_personal("random"))
    code_kind: Mapped[str] = mapped_column(
        String(4), default="", info=not_personal("mail or post: how the code that waits was sent")
    )
    code_number: Mapped[int] = mapped_column(default=0, info=STATE)
    code_made_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    code_tries: Mapped[int] = mapped_column(default=0, info=STATE)
    fact_tries: Mapped[int] = mapped_column(default=0, info=STATE)
    lapses_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, info=STAMP)
    level: Mapped[str] = mapped_column(String(10), default="", info=STATE)
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    browser_sha256: Mapped[str] = mapped_column(
        String(64), default="", info=not_personal("a digest of a random number")
    )
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)
    network_address: Mapped[str] = mapped_column(
        Sealed("information_request.network_address", place=("salt",)), default="", info=ASKED
    )
    answer_wanted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, info=STAMP)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


class AnswerFile(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """An answer that waits: where it stands in the file store, sealed by the key of `owner`, and until when."""

    __tablename__ = "answer_file"
    __retention__ = Swept("sweep-requests", rule="access.download-days", since="made_at")
    __person__ = "case_number -> case_file"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    case_number: Mapped[int] = mapped_column(ForeignKey("case_file.number"), index=True, info=KEY)
    part: Mapped[str] = mapped_column(String(10), info=not_personal("page or zip"))
    store_key: Mapped[str] = mapped_column(String(120), info=not_personal("random: the file's place in the store"))
    owner: Mapped[str] = mapped_column(String(80), info=not_personal("whose key seals it, by number"))
    size: Mapped[int] = mapped_column(info=not_personal("how many bytes it has"))
    level: Mapped[str] = mapped_column(String(10), info=STATE)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True, info=STAMP)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=STAMP)


in_words(
    InformationRequest,
    "Requests about yourself",
    network_address="the network address that you asked from, until the answer is made",
)
