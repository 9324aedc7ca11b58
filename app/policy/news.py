"""News that this room sends upward, each in the transaction of what it tells.

`version` is a ``views.VersionLine``; look at its `slug`: documents other than the privacy policy have versions, too.
"""

from blinker import Signal

posted = Signal()
"""Sent with ``act`` and ``version`` when a version becomes public text, in force at once or from a later minute on."""
took_effect = Signal()
"""Sent with ``act`` and ``version`` when a version has come into force; after ``posted``, where both happen at once."""
withdrawn = Signal()
"""Sent with ``act`` and ``version`` when a version that waited will never come into force."""
engaged = Signal()
"""Sent with ``act``, ``person_id``, ``version`` and ``stage`` when a version has reached somebody in a new way."""
evidence_changed = Signal()
"""Sent with ``act``, ``name`` and ``state`` when a check was looked at and its result kept."""
