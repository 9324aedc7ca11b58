"""What a mail to the newsletter desk says (privacy.md section 6).

Pure: no table, no web, no network. Whatever the bytes are, `read` answers and never raises.
"""

from app.mail.reading.describing import describe
from app.mail.reading.reader import read
from app.mail.reading.shapes import (
    EVERY_USE,
    Attachment,
    Authentication,
    BouncedRecipient,
    Complaint,
    Ours,
    Reading,
)

__all__ = [
    "EVERY_USE",
    "Attachment",
    "Authentication",
    "BouncedRecipient",
    "Complaint",
    "Ours",
    "Reading",
    "describe",
    "read",
]
