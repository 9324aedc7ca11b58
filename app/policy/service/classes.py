"""The classes of change, in words."""

from collections.abc import Mapping

FIRST = "first"
WIDENS = "widens"
CLASSES: Mapping[str, str] = {
    "typo": "Spelling or layout; no word of meaning",
    "clarify": "Clearer words, the same meaning",
    "narrows": "Protects people more than before",
    WIDENS: "A new use, recipient, source, cookie, log field, or a longer time of keeping",
}
"""Classes of change that an author may choose, in words."""
CLASS_WORDS: Mapping[str, str] = {FIRST: "The first version"} | dict(CLASSES)
