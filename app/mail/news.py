"""News that this room sends upward."""

from blinker import Signal

sent = Signal()
"""Sent with ``act``, ``mail_id`` and ``template`` when the relay has taken a mail, in the transaction that says so."""
