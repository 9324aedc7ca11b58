"""Versions of the shipping tables."""

from app.foundation.database import db
from app.foundation.retention import Keep
from app.foundation.versions import VersionedBody


class ShippingTable(VersionedBody, db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Methods, zones and prices from `effective_at` on."""

    __tablename__ = "shipping_table"
    __retention__ = Keep("placed orders name the version that they were shipped by")
    __person__ = "nobody: prices of shipping"
