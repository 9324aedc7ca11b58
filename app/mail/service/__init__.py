"""What mail does: queue, send, hold back."""

from app.mail.service.outbox import (
    drop_run,
    forget_recipients,
    hold_back,
    hold_back_run,
    progress,
    ref_of,
    release_run,
    resend,
    settle,
    waiting,
    waits,
    was_sent,
)
from app.mail.service.queueing import Derived, Queued, queue, queue_many, recipient
from app.mail.service.sending import SEND, send_waiting

__all__ = [
    "SEND",
    "Derived",
    "Queued",
    "drop_run",
    "forget_recipients",
    "hold_back",
    "hold_back_run",
    "progress",
    "queue",
    "queue_many",
    "recipient",
    "ref_of",
    "release_run",
    "resend",
    "send_waiting",
    "settle",
    "waiting",
    "waits",
    "was_sent",
]
