"""Which parts of a mail are its text, and what else came along (never opened)."""

import binascii
import quopri
import re
from dataclasses import dataclass, field

from app.mail.reading import fields, markup
from app.mail.reading.opening import Budget, Part
from app.mail.reading.shapes import Attachment

ENCODED, TEXT = 1_500_000, 200_000
"""Bytes of a part, and characters of a text, that are looked at."""
ATTACHMENTS = 50
SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}
NO_TEXT = {"text/calendar", "text/rfc822-headers", "text/vcard", "text/x-vcard", "text/directory", "text/x-amp-html"}
INLINE_PGP = "-----BEGIN PGP MESSAGE-----"
HOLLOW = re.compile(r"(html|browser|viewer|mime|multi-?part|view this|plain.?text)", re.IGNORECASE)
BIDI = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD])
"""Signs that nobody sees: they turn the direction or stand between letters to break words."""


@dataclass
class Bodies:
    """The text of a mail and what was seen while it was gathered."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(text for text in self.texts if text.strip())[:TEXT]


def gather(part: Part, budget: Budget) -> Bodies:
    """The text that the writer sees, and the attachments."""
    found = Bodies()
    _gather(part, found, budget)
    return found


def _gather(part: Part, found: Bodies, budget: Budget) -> None:
    if part.type in SEALED:
        budget.note("encrypted")
    if part.type == "text/calendar":
        budget.note("calendar")
    if part.type == "multipart/alternative":
        _gather_one(part, found, budget)
    elif part.children:
        for child in part.children:
            _gather(child, found, budget)
    elif _is_text(part):
        text = text_of(part, budget)
        if INLINE_PGP in text:
            budget.note("encrypted")
        found.texts.append(text)
    elif not part.type.startswith("multipart/"):
        _attach(part, found)


def _gather_one(part: Part, found: Bodies, budget: Budget) -> None:
    """Of several forms of one text, the plain one; a hollow plain one gives way to HTML."""
    forms: list[Bodies] = []
    for child in part.children:
        form = Bodies()
        _gather(child, form, budget)
        forms.append(form)
        found.attachments += form.attachments[: max(0, ATTACHMENTS - len(found.attachments))]
    texts = [form.text for form in forms if form.text.strip()]
    if len(texts) > 1 and len(texts[0]) < 200 and len(texts[-1]) > len(texts[0]) and HOLLOW.search(texts[0]):
        texts = texts[1:]
    found.texts += texts[:1]


def _is_text(part: Part) -> bool:
    if part.first("content-disposition").lower().lstrip().startswith("attachment"):
        return False
    return part.type.startswith("text/") and part.type not in NO_TEXT


def text_of(part: Part, budget: Budget) -> str:
    """One part's text: decoded, HTML made plain, without signs that nobody sees."""
    if len(part.body) > ENCODED:
        budget.note("long-text")
    text, guessed = fields.charset_text(decoded_body(part), part.params.get("charset", ""))
    if guessed:
        budget.note("charset-guessed")
    if part.type in {"text/html", "application/xhtml+xml"} or _looks_like_html(text):
        text = markup.to_text(text)
    elif part.params.get("format", "").lower() == "flowed":
        text = unflowed(text, part.params.get("delsp", "").lower() == "yes")
    if "\0" in text:
        budget.note("null-bytes")
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").translate(BIDI)
    return text.encode("utf-8", "replace").decode("utf-8")[:TEXT]


def decoded_body(part: Part) -> bytes:
    """The first bytes of a part, out of their transfer encoding."""
    body, way = part.body[:ENCODED], part.first("content-transfer-encoding").strip().lower()
    if way == "base64":
        return fields.unbase64(body)
    if way == "quoted-printable":
        try:
            return quopri.decodestring(body)
        except (ValueError, binascii.Error):
            return body
    return body


def unflowed(text: str, without_space: bool) -> str:
    """Paragraphs of `format=flowed` put together again; quotations and signature lines stay lines."""
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        bare = line[1:] if line.startswith(" ") else line
        quoted = bare.startswith(">") or bare == "-- "
        if open_line and not quoted:
            lines[-1] += bare
        else:
            lines.append(bare)
        open_line = bare.endswith(" ") and not quoted
        if open_line and without_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _looks_like_html(text: str) -> bool:
    return text[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _attach(part: Part, found: Bodies) -> None:
    if len(found.attachments) >= ATTACHMENTS:
        return
    given = fields.params(part.first("content-disposition")).get("filename") or part.params.get("name", "")
    name = "".join(sign for sign in given if sign.isprintable() and sign not in "/\\").strip(". ")[:120]
    size = len(part.body)
    if part.first("content-transfer-encoding").strip().lower() == "base64":
        size = size * 3 // 4
    found.attachments.append(Attachment(name, part.type, size))
