"""Persons: what they told us with where it came from, and the identifiers that reach them."""

from app.people.service.history import Beside, Earlier, beside, said_before
from app.people.service.identifying import email_of, end_identifier, identify, people_at, person_of
from app.people.service.values import (
    ORIGINS,
    Provenance,
    Suggested,
    Told,
    decide,
    new_person,
    purpose_of,
    record,
    standing,
    suggestions,
)

__all__ = [
    "ORIGINS",
    "Beside",
    "Earlier",
    "Provenance",
    "Suggested",
    "Told",
    "beside",
    "decide",
    "email_of",
    "end_identifier",
    "identify",
    "new_person",
    "people_at",
    "person_of",
    "purpose_of",
    "record",
    "said_before",
    "standing",
    "suggestions",
]
