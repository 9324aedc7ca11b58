"""Header values: text that may be encoded, parameters, addresses, identifiers. Whatever they hold, nothing raises."""

import base64
import binascii
import codecs
import quopri
import re
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from app.people import identifiers

ENCODED = re.compile(r"=\?([\w.:+*-]{1,60})\?([bqBQ])\?([^?\s]{0,4000})\?=")
BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
UNSAFE = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}
"""Codecs that are no charset of a mail, or slow on purpose-made input."""
IDENTIFIER = re.compile(r"<([^<>\s]{1,500})>")
REFERENCES = 50
TYPE = re.compile(r"[a-z0-9][\w.+-]{0,60}/[\w.+-]{1,80}")


def loose_text(data: bytes) -> str:
    """Bytes of a header as text: UTF-8 where they are, else Western European. Control signs become blanks."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return "".join(sign if sign.isprintable() else " " for sign in text)


def charset_text(data: bytes, charset: str) -> tuple[str, bool]:
    """Bytes in the charset they claim; unknown or wrong ones are guessed, which the second value says."""
    name = charset.strip().strip("\"'").lower()
    guess = _by_mark(data)
    for candidate in (guess, name, "utf-8"):
        if not candidate:
            continue
        try:
            codec = codecs.lookup(candidate).name
            if codec not in UNSAFE:
                return data.decode(codec), candidate not in {name, guess} and bool(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace"), True


def _by_mark(data: bytes) -> str:
    """The charset that the first bytes show: a byte order mark, or the empty bytes of UTF-16."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    head = data[:200]
    if len(head) >= 8 and head.count(0) * 5 >= len(head) * 2:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    return ""


def decoded(value: str) -> str:
    """A header value with its encoded words read."""
    if "=?" not in value:
        return value
    return ENCODED.sub(_word, BETWEEN.sub(r"\1", value))


def _word(found: re.Match[str]) -> str:
    charset, way, text = found[1].partition("*")[0], found[2].lower(), found[3]
    raw = text.encode("ascii", "ignore")
    data = quopri.decodestring(raw, header=True) if way == "q" else unbase64(raw)
    return "".join(sign if sign.isprintable() else " " for sign in charset_text(data, charset)[0])


def unbase64(data: bytes) -> bytes:
    """What base64 holds, as far as it can be read."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return b""


def content_type(value: str, default: str) -> tuple[str, dict[str, str]]:
    """A content type in lower case and its parameters."""
    kind = value.partition(";")[0].strip().lower()
    if not value:
        return default, {}
    return (kind if TYPE.fullmatch(kind) else "text/plain"), params(value)


def params(value: str) -> dict[str, str]:
    """Parameters of a header value, such as its charset or file name."""
    if ";" not in value:
        return {}
    message = Message()
    message["content-type"] = value
    try:
        found = message.get_params(failobj=[]) or []
        return {name.lower(): decoded(collapse_rfc2231_value(text)) for name, text in found[1:41]}
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return {}


def mailboxes(value: str) -> list[identifiers.Email]:
    """The usable addresses of a header, in order; at most ten are looked at.

    Encoded words stay encoded: an address never is, and a decoded name could pose as one.
    """
    try:
        pairs = getaddresses([value[:4000]])[:10]
    except (ValueError, IndexError, RecursionError):
        return []
    found = [mailbox(address) for _, address in pairs]
    return [address for address in found if address]


def mailbox(text: str) -> identifiers.Email | None:
    """One address, if it is one."""
    bare = text.strip().strip("<>").strip()
    if not bare or "@" not in bare:
        return None
    try:
        return identifiers.email(bare)
    except (identifiers.NotUsableError, UnicodeError):
        return None


def message_ids(value: str) -> tuple[str, ...]:
    """The identifiers in `Message-ID`, `In-Reply-To` or `References`, without their brackets."""
    return tuple(IDENTIFIER.findall(value)[-REFERENCES:])
