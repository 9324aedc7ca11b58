"""Which token stops what."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Serial, UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, in_words, not_personal, personal
from app.foundation.retention import Keep


class StopLink(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """The link of one mail that nobody ordered: by the digest of its token, with no address in it."""

    __tablename__ = "stop_link"
    __retention__ = Keep("so that the link in every mail works for ever", how_long="as long as we send mail")
    __person__ = "address_key as address-digest"

    id: Mapped[int] = mapped_column(Serial, primary_key=True, info=KEY)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True, info=not_personal("a digest of a random token"))
    address_key: Mapped[str] = mapped_column(
        String(64),
        index=True,
        info=personal(
            "preference",
            purposes="account marketing",
            origins="system",
            clause="opt-out-link",
            correctable="no",
            reason="the link of a mail that was sent stays as it was",
        ),
    )
    mail_id: Mapped[int | None] = mapped_column(Serial, info=not_personal("the number of a mail, kept or gone"))
    reference: Mapped[str] = mapped_column(String(12), index=True, info=not_personal("the reference of a mail"))
    purpose: Mapped[str] = mapped_column(String(20), info=not_personal("a purpose code"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)


in_words(StopLink, "Links to stop mail", address_key="fingerprint of the address")
