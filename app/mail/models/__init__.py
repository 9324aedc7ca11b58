"""The tables of mail."""

from app.mail.models.outbox import SPOOL, OutboxMail

__all__ = ["SPOOL", "OutboxMail"]
