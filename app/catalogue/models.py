"""Versions of the price tables."""

from app.foundation.database import db
from app.foundation.retention import Keep
from app.foundation.versions import VersionedBody


class PriceTable(VersionedBody, db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """All that is sold and what it costs, from `effective_at` on."""

    __tablename__ = "price_table"
    __retention__ = Keep("placed orders name the version that they were priced by")
    __person__ = "nobody: prices of the shop"
