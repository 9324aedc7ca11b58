"""News that this room sends upward."""

from blinker import Signal

signed_in = Signal()
"""Sent with ``act`` and ``account_id`` when somebody has signed in to an account, in the transaction that says so."""
