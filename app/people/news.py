"""News of persons, told upward."""

from blinker import Signal

changed_by_others = Signal()
"""Sent with ``act``, ``person_id``, ``field`` and ``origin`` when staff or an import changed a value: in the work that
changes it."""
