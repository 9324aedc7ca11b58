"""News that this room sends upward."""

from blinker import Signal

signed_in = Signal()
"""Sent with ``act`` and ``account_id`` when somebody has signed in to an account, in the transaction that says so."""
staff_ended = Signal()
"""Sent with ``act`` and ``staff_id`` when somebody's work here ends: what was theirs to do is to be handed back."""
