"""One plain sentence for staff about how a mail was read."""

from app.mail.reading import uses
from app.mail.reading.shapes import EVERY_USE, Reading

MACHINES = {
    "loop": "it carries our own mark: our mail came back",
    "own-sender": "it comes from one of our own addresses",
    "null-sender": "it has no sender to answer",
    "received-20": "it has passed more than 20 servers, as a mail in a loop does",
    "auto-submitted": "it says that it was sent automatically",
    "auto-header": "its head says that a program answers for somebody",
    "precedence-auto-reply": "it says that it is an automatic reply",
    "no-reply": "its sender is an address that takes no replies",
    "failed-recipients": "it says that a mail could not be delivered, without a report",
    "auto-subject": "its subject is one that programs write",
    "calendar": "it is a calendar entry without a wish",
    "receipt": "it is a read receipt",
    "report": "it is a report between mail servers",
    "arf-no-complaint": "it is a report about our mail and no complaint",
}
UNREADABLE = {
    "too-big": "it is larger than 10 MB",
    "no-head": "it is no mail: it has no head at all",
    "failed": "our reader could not make sense of it",
}
NO_WORDS = {
    "thread-no-words": "a reply that asks for nothing we know; a person reads it",
    "privacy-no-words": "a mail to the privacy address that asks for nothing we know; a person reads it",
    "words-stay": "a mail that wants to keep or to get our mail; nothing is stopped, a person reads it",
}
PURPOSES = {
    "marketing": "marketing",
    "site_update": "site updates",
    "survey": "surveys",
    "personalise": "personal pages",
    "improve": "improving the site",
    "hygiene": "address updates",
    "understand": "understanding customers",
    "prospect": "first contacts",
}
ASKED = {"access": "a request to see what we hold", "correction": "a request for a correction"}


def describe(reading: Reading) -> str:
    """Such as: Read as: stop all marketing e-mail, because the text says "unsubscribe"."""
    return f"Read as: {_meaning(reading)}."


def _meaning(reading: Reading) -> str:
    if reading.kind == "bounce":
        return _bounces(reading)
    if reading.kind == "complaint":
        return "a complaint that a mail provider passed on: stop marketing e-mail to that address"
    if reading.kind == "machine":
        return f"written by a machine, because {MACHINES.get(reading.rule, 'its head says so')}; nothing is done"
    if reading.kind == "token":
        return "the stop link of one of our mails, because it was sent to that link's own address"
    if reading.kind == "unreadable":
        return f"not readable, because {UNREADABLE.get(reading.rule, 'its form is broken')}; a person reads it"
    return NO_WORDS.get(reading.rule) or _wishes(reading)


def _bounces(reading: Reading) -> str:
    counts: dict[str, int] = {}
    for one in reading.bounces:
        said = f"{one.action} with status {one.status}" if one.status else one.action
        counts[said] = counts.get(said, 0) + 1
    return f"a delivery report: {_list([f'{many} {said}' for said, many in sorted(counts.items())])}"


def _wishes(reading: Reading) -> str:
    parts = []
    if "stop" in reading.wishes:
        parts.append("stop all marketing e-mail")
    if "purpose" in reading.wishes:
        parts.append(_stopped_uses(reading.uses))
    parts += [words for wish, words in ASKED.items() if wish in reading.wishes]
    if "asks-erasure" in reading.notes:
        parts.append("a request for erasure")
    return f"{_list(parts)}, because {_reason(reading)}"


def _stopped_uses(found: tuple[str, ...]) -> str:
    if found == EVERY_USE or not found:
        return "stop every use but orders"
    return f"stop the use for {_list([PURPOSES[code] for code in uses.NAMES if code in found])}"


def _reason(reading: Reading) -> str:
    if reading.rule == "fresh-no-words":
        empty = "is empty" if not reading.newest_text else "says nothing else that we know"
        return f"it was written to the newsletter desk and {empty}; a person reads it, too"
    return f"the mail says {_list([f'“{words}”' for words in reading.said])}"


def _list(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
