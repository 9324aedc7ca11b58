"""The name that a customer's file had on the customer's own machine: shown and given back, never used as a path."""

import re
import unicodedata
from urllib.parse import quote

MOST = 120
DEFAULT = "artwork.pdf"
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(typed: str | None) -> str:
    """The last part of a file name, without control and direction characters, at most `MOST` characters."""
    # A browser may send a whole path, of either kind of system.
    last = re.split(r"[/\\]", (typed or "")[-4096:])[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter) not in _CONTROL)
    words = " ".join(unicodedata.normalize("NFC", kept).split()).strip(". ")
    return _shortened(words) or DEFAULT


def _shortened(name: str) -> str:
    if len(name) <= MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 8:
        return name[:MOST].rstrip()
    return f"{stem[: MOST - len(ending) - 1].rstrip()}.{ending}"


def attachment(name: str) -> str:
    """A Content-Disposition header that saves under `name` (RFC 6266 with the encoding of RFC 5987)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "", plain).strip(". ") or DEFAULT
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
