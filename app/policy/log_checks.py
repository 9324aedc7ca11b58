"""Whether the log's own files name exactly the fields that the text in force lists."""

import re

from app.foundation.checks import Check, Result, failing, unchecked, verdict
from app.policy import timetable, views
from app.visits import log_reading

SLOT = "log.fields"
_NAMED = re.compile(r"\((\S+)\)$")
"""Each line of the list ends with the field's own name: `your IP address (c-ip)`."""


def fields_are_listed() -> Result:
    """The header above our own visit's line, against what the text in force froze when it was published."""
    found = log_reading.line_of(log_reading.visit())
    if found is None or not found.fields:
        return failing("The log's file does not name its fields.")
    number = timetable.number_in_force()
    text = views.published(number) if number is not None else None
    if text is None:
        return unchecked("No policy is in force.")
    lines = text.slots.get(SLOT)
    listed = [_name(str(line)) for line in lines] if isinstance(lines, list) else []
    silent = [name for name in found.fields if name not in listed]
    idle = [name for name in listed if name not in found.fields]
    if silent or idle:
        return failing(f"{_told(silent, 'written but not listed')}{_told(idle, 'listed but not written')}".strip())
    return verdict(True, f"The log's file names {len(listed)} fields: the same as version {text.no} of this text.")


def _name(line: str) -> str:
    named = _NAMED.search(line)
    return named[1] if named else line


def _told(names: list[str], what: str) -> str:
    return f"{', '.join(names)}: {what}. " if names else ""


CHECKS: list[Check] = [
    Check(
        "log-fields-listed",
        "We visit our own site: the fields that the log's file names are those that this text lists, no more.",
        fields_are_listed,
        (27,),
    )
]
