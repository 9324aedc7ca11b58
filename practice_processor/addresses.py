"""Return addresses: which are taken, and what of them a security header may hold."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[0-9a-z]([0-9a-z.-]*[0-9a-z])?")
_WHOLE = re.compile(r"[\x21-\x7e]{1,2000}")


def is_return_address(url: str) -> bool:
    """Whether this is a whole http or https address, in plain characters, that a browser can be sent to."""
    return bool(_WHOLE.fullmatch(url)) and origin(url) != ""


def origin(url: str) -> str:
    """Scheme, host and port, safe inside a header; empty when the address has none."""
    try:
        pieces = urlsplit(url)
        host, port = pieces.hostname or "", pieces.port
    except ValueError:
        return ""
    if pieces.scheme not in ("http", "https") or not _HOST.fullmatch(host) or pieces.username is not None:
        return ""
    return f"{pieces.scheme}://{host}" + (f":{port}" if port else "")


def filled(url: str, session_id: str) -> str:
    """The address with `{CHECKOUT_SESSION_ID}` replaced, as the protocol promises."""
    return url.replace("{CHECKOUT_SESSION_ID}", session_id)
