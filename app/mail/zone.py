"""The DNS records that our mail needs, as an excerpt of a zone file; and how a saved zone compares with them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PIECE = 255
"""A string of a TXT record holds no more."""
LINE = re.compile(r"^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(TXT|MX)\s+(.+)$", re.IGNORECASE)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Record:
    """One record: its absolute name without the last dot, its type, its value, and what it is for in words.

    `mark` is what tells it among others of that name and type: `v=spf1`.
    """

    name: str
    kind: str
    value: str
    words: str
    mark: str = ""


def spf(domain: str, relay: str) -> Record:
    """Who may send for the domain: its own mail servers, and the relay of the settings."""
    ways = " ".join(["mx", *([f"a:{relay}"] if relay else [])])
    words = "Only these machines send mail in our name. If your relay names an include: of its own, add that instead."
    return Record(domain, "TXT", f"v=spf1 {ways} -all", words, "v=spf1")


def dmarc(domain: str, reports: str) -> Record:
    """What others do with mail that only pretends to be ours."""
    value = f"v=DMARC1; p=reject; adkim=r; aspf=r; rua=mailto:{reports}"
    words = "Mail that pretends to be ours is refused. Begin with p=none for two weeks and read the reports."
    return Record(f"_dmarc.{domain}", "TXT", value, words, "v=DMARC1")


def signature(name: str, value: str, words: str) -> Record:
    """One key that signs."""
    return Record(name, "TXT", value, words, "v=DKIM1")


def back(domain: str, host: str) -> Record:
    """Where bounces and mail to the newsletter desk come back to."""
    words = "The machine that hands mail to the shop. Bounces come to bounce+REFERENCE, stops to newsletter+u.TOKEN."
    return Record(domain, "MX", f"10 {host}", words)


def excerpt(records: Iterable[Record]) -> str:
    """The records as a zone file has them, each with its words."""
    return "\n".join(f"; {record.words}\n{record.name}. 3600 IN {record.kind} {_value(record)}\n" for record in records)


def _value(record: Record) -> str:
    if record.kind == "MX":
        return f"{record.value}."
    pieces = [record.value[start : start + PIECE] for start in range(0, len(record.value), PIECE)]
    if len(pieces) == 1:
        return f'"{pieces[0]}"'
    return "(\n" + "\n".join(f'    "{piece}"' for piece in pieces) + " )"


def read(text: str) -> list[tuple[str, str, str]]:
    """Name, type and value of each TXT and MX record in a zone file or in what `dig` printed."""
    found = []
    for line in _whole_lines(text):
        match = LINE.match(line)
        if match:
            name, kind, value = match.group(1).rstrip(".").lower(), match.group(2).upper(), match.group(3)
            strings = QUOTED.findall(value)
            plain = "".join(strings).replace("\\;", ";").replace('\\"', '"') if strings else value.strip().rstrip(".")
            found.append((name, kind, plain))
    return found


def _whole_lines(text: str) -> Iterable[str]:
    """Lines without comments, those in brackets joined."""
    held = ""
    for raw in text.splitlines():
        line = re.sub(r"\\.|(\"(?:[^\"\\]|\\.)*\")|;.*", lambda match: match.group(0) if match.group(1) else "", raw)
        held = f"{held} {line.strip()}".strip()
        if held.count("(") > held.count(")"):
            continue
        yield held.replace("(", " ").replace(")", " ") if "(" in held else held
        held = ""


def compare(record: Record, zone: list[tuple[str, str, str]]) -> str:
    """`match`, `missing` or `different`, as the saved zone has it; which machine takes our mail is not ours to say."""
    here = [value for name, kind, value in zone if (name, kind) == (record.name.lower(), record.kind)]
    same = [value for value in here if value.lower().startswith(record.mark.lower())]
    if not same:
        return "missing"
    if record.kind == "MX":
        return "match"
    wanted = _plain(record.value)
    return "match" if any(_plain(value) == wanted for value in same) else "different"


def _plain(value: str) -> str:
    """The value without blanks and closing marks, which mean nothing."""
    return re.sub(r"\s+|;\s*$|\.$", "", value)
