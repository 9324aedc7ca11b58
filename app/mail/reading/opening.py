"""Bytes to parts: headers and MIME structure, taken apart by hand within fixed caps.

The standard parser checks every line against every open boundary and recurses as deep as a sender likes; this one goes
over the bytes once for each level, at most `DEPTH` levels and `PARTS` parts, and drops nothing silently: what was cut
stands in the notes.
"""

import re
from dataclasses import dataclass, field

from app.mail.reading import fields

SIZE = 10 * 1024 * 1024
HEAD = 256 * 1024
"""More header bytes than this are not looked at."""
LINES, VALUE = 1000, 8000
PARTS, DEPTH = 200, 20
HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")


@dataclass
class Part:
    """One MIME part; `body` is as it came, still encoded."""

    headers: list[tuple[str, str]]
    body: bytes
    type: str
    params: dict[str, str]
    children: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for found, value in self.headers if found == name]

    def first(self, name: str) -> str:
        """The topmost value of a header, or nothing."""
        return next((value for found, value in self.headers if found == name), "")

    def walk(self) -> "list[Part]":
        """This part and all below it, in the order of the mail."""
        found = [self]
        for child in self.children:
            found += child.walk()
        return found


@dataclass
class Budget:
    """How many more parts may be taken out of one mail, and what was noticed on the way."""

    parts: int = PARTS
    notes: list[str] = field(default_factory=list)

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)


def open_mail(raw: bytes, budget: Budget) -> Part:
    """Take a mail apart. Bytes without any header become one part of plain text."""
    data = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n")
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if data.startswith((b"From ", b">From ")):
        data = data.partition(b"\n")[2]
    return open_part(data, budget, 0)


def open_part(data: bytes, budget: Budget, depth: int, default: str = "text/plain") -> Part:
    """One part: its headers, its type, and the parts in it."""
    budget.parts -= 1
    headers, body = _split_head(data, budget)
    kind, params = fields.content_type(_first(headers, "content-type"), default)
    part = Part(headers, body, kind, params)
    if kind.startswith("multipart/"):
        _open_children(part, budget, depth)
    return part


def _open_children(part: Part, budget: Budget, depth: int) -> None:
    """Parts of a multipart. Without a usable boundary its body is read as plain text."""
    boundary = part.params.get("boundary", "").rstrip()
    if depth >= DEPTH:
        budget.note("too-deep")
        return
    pieces = _pieces(part.body, boundary, budget) if boundary else []
    if not pieces:
        budget.note("broken-mime")
        pieces = [b"\n" + part.body] if part.body.strip() else []
    default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
    for piece in pieces:
        if budget.parts <= 0:
            budget.note("too-many-parts")
            return
        part.children.append(open_part(piece, budget, depth + 1, default))


def _pieces(body: bytes, boundary: str, budget: Budget) -> list[bytes]:
    """What stands between the boundary lines; a missing last line is noted."""
    line = b"\n--" + boundary.encode("utf-8", "surrogateescape")
    body = b"\n" + body
    pieces: list[bytes] = []
    start, place = -1, body.find(line)
    while place >= 0:
        after = place + len(line)
        end = body.find(b"\n", after)
        end = len(body) if end < 0 else end
        rest = body[after:end].rstrip(b" \t") if end - after < 200 else b"x"
        if rest in {b"", b"--"}:
            if start >= 0:
                pieces.append(body[start:place])
            start = end + 1
            if rest or len(pieces) > PARTS:
                return pieces
        place = body.find(line, max(place + 1, end))
    if 0 <= start < len(body):
        budget.note("broken-mime")
        pieces.append(body[start:])
    return pieces


def _split_head(data: bytes, budget: Budget) -> tuple[list[tuple[str, str]], bytes]:
    """Header fields with folded lines joined, and the body. The first line that is neither ends the head."""
    headers: list[tuple[str, list[bytes]]] = []
    place = 0
    while place < len(data):
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end
        line = data[place:end]
        if not line.strip(b" \t\0"):
            return _joined(headers), data[end + 1 :]
        if line[:1] in {b" ", b"\t"} and headers:
            headers[-1][1].append(line.strip())
        elif HEADER.match(line):
            name, _, value = line.partition(b":")
            headers.append((name.decode("ascii").strip().lower(), [value.strip()]))
        else:
            budget.note("broken-head")
            break
        place = end + 1
        if place > HEAD or len(headers) >= LINES:
            budget.note("long-head")
            return _joined(headers), data[place:].partition(b"\n\n")[2]
    return _joined(headers), data[place:]


def _joined(headers: list[tuple[str, list[bytes]]]) -> list[tuple[str, str]]:
    return [(name, fields.loose_text(b" ".join(lines)[:VALUE])) for name, lines in headers]


def _first(headers: list[tuple[str, str]], name: str) -> str:
    return next((value for found, value in headers if found == name), "")
