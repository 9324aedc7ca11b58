"""The verbs of the table editor."""

from app.tables.service.drafts import Draft, draft_of, give_up, save, start
from app.tables.service.outlook import Outlook, outlook
from app.tables.service.publishing import Checked, Publication, last_check, note_check, publish, withdraw

__all__ = [
    "Checked",
    "Draft",
    "Outlook",
    "Publication",
    "draft_of",
    "give_up",
    "last_check",
    "note_check",
    "outlook",
    "publish",
    "save",
    "start",
    "withdraw",
]
