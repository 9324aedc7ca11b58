"""News that this room sends upward."""

from blinker import Signal

closing = Signal()
"""Sent with ``act`` and ``company_id`` when a company is being closed, in the transaction that closes it."""
