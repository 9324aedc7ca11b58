"""The mail to staff, for the catalogue."""

from app.mail.catalogue import Letter

LETTERS = (
    Letter("backoffice/audit_head", "To two of our staff: the day’s end of the record", "account", "security-measures"),
)
