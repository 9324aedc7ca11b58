"""What mail does: queue, send, hold back."""

from app.mail.service.outbox import forget_recipients, hold_back, ref_of, waiting, was_sent
from app.mail.service.queueing import Derived, Queued, queue, queue_many, recipient
from app.mail.service.sending import SEND, send_waiting

__all__ = [
    "SEND",
    "Derived",
    "Queued",
    "forget_recipients",
    "hold_back",
    "queue",
    "queue_many",
    "recipient",
    "ref_of",
    "send_waiting",
    "waiting",
    "was_sent",
]
