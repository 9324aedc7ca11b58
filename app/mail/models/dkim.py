"""The keys that sign our mail."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import UtcDateTime, db
from app.foundation.inventory import KEY, STAMP, not_personal
from app.foundation.retention import Keep
from app.foundation.sealed import Sealed


class DkimKey(db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """One pair of keys under its selector; the newest whose time has come signs, the one before stays published.

    The private half rests sealed by the house's key and is removed when nothing can need it any more.
    """

    __tablename__ = "dkim_key"
    __retention__ = Keep("which key signed our mail is evidence")
    __person__ = "nobody: keys of the shop"

    id: Mapped[int] = mapped_column(primary_key=True, info=KEY)
    selector: Mapped[str] = mapped_column(String(40), unique=True, info=not_personal("the name of a key"))
    private_key: Mapped[str] = mapped_column(
        Sealed("dkim_key.private_key", place=("selector",)),
        info=not_personal("a key of the shop", rest="sealed"),
    )
    public_key: Mapped[str] = mapped_column(Text, info=not_personal("a key that everybody may read"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
    signs_from: Mapped[datetime] = mapped_column(UtcDateTime, info=STAMP)
