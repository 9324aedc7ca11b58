"""What mail does: queue, send, hold back."""

from app.mail.service.outbox import forget_recipients, hold_back, ref_of, waiting, was_sent
from app.mail.service.queueing import Derived, queue, recipient
from app.mail.service.sending import SEND, send_waiting

__all__ = [
    "SEND",
    "Derived",
    "forget_recipients",
    "hold_back",
    "queue",
    "recipient",
    "ref_of",
    "send_waiting",
    "waiting",
    "was_sent",
]
