"""The tables of mail."""

from app.mail.models.choice_codes import ChoiceCode
from app.mail.models.dkim import DkimKey
from app.mail.models.inbound import Bounce, Correspondent, InboundEffect, InboundMail, InboundRaw, StopWave
from app.mail.models.outbox import SPOOL, OutboxMail
from app.mail.models.stop_links import StopLink

__all__ = [
    "SPOOL",
    "Bounce",
    "ChoiceCode",
    "Correspondent",
    "DkimKey",
    "InboundEffect",
    "InboundMail",
    "InboundRaw",
    "OutboxMail",
    "StopLink",
    "StopWave",
]
