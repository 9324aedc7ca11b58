"""News that this room sends upward."""

from blinker import Signal

sent = Signal()
"""Sent with ``act``, ``mail_id`` and ``template`` when the relay has taken a mail, in the transaction that says so."""

asked = Signal()
"""Sent with ``act``, ``inbound_id``, ``wish`` (access, correction, erasure), ``email``, ``received_at`` when a mail
asks for what only a proof can open; whoever takes it up gives the number of the case."""

bounced = Signal()
"""Sent with ``act``, ``address_key`` and ``kind`` (hard, soft, policy or complaint) when mail came back."""
