"""Versions of the tax tables."""

from app.foundation.database import db
from app.foundation.retention import Keep
from app.foundation.versions import VersionedBody


class TaxTable(VersionedBody, db.Model):  # type: ignore[name-defined, misc]  # flask-sqlalchemy's Model is dynamic
    """Rates, local rates and nexus from `effective_at` on."""

    __tablename__ = "tax_table"
    __retention__ = Keep("placed orders name the version that they were taxed by")
    __person__ = "nobody: rates of tax"
