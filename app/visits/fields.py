"""How one value is written into a line of the extended log: ASCII, on one line, at most 512 bytes.

WSGI hands header values over as latin-1 text, one character per byte; the functions take that text and
give the field as it stands in the file. A missing value is a bare ``-``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_from_bytes

CAP = 512
MISSING = "-"

# Everything printable may stand between quotes, except two: Matomo's field pattern stops at a doubled quote,
# so a quote is written %22, and GoAccess takes \" for an escaped quote, so a backslash is written %5C.
_SAFE_IN_QUOTES = "".join(map(chr, range(0x20, 0x7F))).translate({ord('"'): None, ord("\\"): None})
_SAFE_IN_PATH = "/:@!$&'()*+,;=-._~"
_CLEAN_PATH = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=\-._~]*")
_REFERRER = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]{0,30}://)([^/?#\\]*)([^?#]*)")
_HOST = re.compile(r"(?:[^\s:@\[\]]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_ARGUMENT = re.compile(r"<(?:([A-Za-z_]\w*)(?:\([^)]*\))?:)?([A-Za-z_]\w*)>")


@dataclass(frozen=True)
class Mask:
    """A route whose path carries a secret: paths that begin like it are written as its template."""

    start: str
    pattern: re.Pattern[str]
    template: str


@lru_cache(maxsize=1024)
def template_of(rule: str) -> str:
    """The template of a Flask rule: ``/u/<token:token>`` gives ``/u/{token}``."""
    return _ARGUMENT.sub(r"{\2}", rule)


def masks_of(rules: Iterable[str], converter: str = "token") -> tuple[Mask, ...]:
    """The masks of those Flask rules that hold an argument of the given converter.

    They also cover near misses (a wrong method, a trailing slash), where no route matches but the secret
    is in the path all the same.
    """
    return tuple(mask for rule in rules if (mask := _mask_of(rule, converter)))


def _mask_of(rule: str, converter: str) -> Mask | None:
    secret = next((found for found in _ARGUMENT.finditer(rule) if found[1] == converter), None)
    if secret is None:
        return None
    fixed = _ARGUMENT.sub("<", rule[: secret.start()].lower()).split("<")
    pattern = re.compile("[^/]+".join(map(re.escape, fixed)))
    return Mask(fixed[0], pattern, template_of(rule))


def masked(path: str, masks: Sequence[Mask]) -> str | None:
    """The template to write instead of the path, or None when the path holds no secret."""
    if not masks:
        return None
    lowered = (re.sub("//+", "/", path) if "//" in path else path).lower()
    for mask in masks:
        if lowered.startswith(mask.start) and mask.pattern.match(lowered):
            return mask.template
    return None


def bare(value: str) -> str:
    """A method, an address or a decoded path: no space or quote survives, so the columns stay in place."""
    if not value:
        return MISSING
    value = value[:CAP]
    if _CLEAN_PATH.fullmatch(value):
        return value
    return _cut(quote_from_bytes(_raw(value), safe=_SAFE_IN_PATH))


def quoted(value: str) -> str:
    """A header's value as a string in double quotes."""
    if not value:
        return MISSING
    value = value[:CAP]
    if value.isascii() and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return f'"{_cut(quote_from_bytes(_raw(value), safe=_SAFE_IN_QUOTES))}"'


def referrer(value: str, masks: Sequence[Mask] = ()) -> str:
    """The referring address reduced to scheme, host and path; ``-`` when it is not such an address."""
    scheme, host, path = _referring(value)
    return quoted(scheme + host + (masked(path, masks) or path)) if host else MISSING


def referring_host(value: str) -> str:
    """The host name that the referring address names, in lower case, without its port; empty if none."""
    host = _referring(value)[1].lower()
    return host if host.startswith("[") else host.partition(":")[0]


def _referring(value: str) -> tuple[str, str, str]:
    parts = _REFERRER.match(value)
    if parts is None:
        return "", "", ""
    scheme, authority, path = parts.groups()
    host = authority.rpartition("@")[2]
    return (scheme, host, path) if _HOST.fullmatch(host) else ("", "", "")


def _raw(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def _cut(encoded: str) -> str:
    """At most CAP bytes, never ending inside a percent triplet."""
    if len(encoded) <= CAP:
        return encoded
    kept = encoded[:CAP]
    last = kept.rfind("%", CAP - 2)
    return kept if last < 0 else kept[:last]
