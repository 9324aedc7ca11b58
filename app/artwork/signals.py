"""News of this room for the rooms above. Listeners run in the sender's transaction and may refuse it.

Each is sent with the act as the sender and the keywords named here.
"""

from blinker import Signal

checked = Signal("A check has ended. Keywords: artwork_id, account_id, worst (a Severity).")
replacing = Signal("A new file is about to take the old one's place. Keywords: artwork_id, account_id.")
deleting = Signal("A file is about to be deleted; unlink it or refuse. Keywords: artwork_id, account_id.")
