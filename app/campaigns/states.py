"""Where a mail to many stands, in words, and what may be done with it then."""

WORDS = {
    "drafted": "being written",
    "counting": "being counted",
    "counted": "counted",
    "approved": "approved",
    "scheduled": "scheduled",
    "sending": "being sent",
    "paused": "paused",
    "stopped": "stopped for good",
    "done": "done",
}
TONES = {"sending": "working", "counting": "working", "paused": "bad", "stopped": "bad", "done": "good"}
"""Of the tag that shows a state; any other is neutral."""
WRITABLE = frozenset({"drafted", "counted"})
"""The text may change."""
COUNTABLE = frozenset({"drafted", "counted"})
RETURNABLE = frozenset({"approved", "scheduled"})
"""It may go back to whoever writes it."""
LIVE = frozenset({"sending", "paused"})
STEPS = {
    "drafted": "written",
    "changed": "changed",
    "counted": "counted",
    "tested": "test mail sent",
    "approved": "approved",
    "returned": "taken back",
    "scheduled": "scheduled",
    "sending": "begun",
    "paused": "paused",
    "resumed": "went on",
    "stopped": "stopped for good",
    "done": "ended",
    "published": "put on the list of updates",
    "withdrawn": "withdrawn from the list of updates",
}
"""What was done, for the history of a run."""
WROTE = frozenset({"drafted", "changed"})
"""Steps whose doers are the authors of a text."""
