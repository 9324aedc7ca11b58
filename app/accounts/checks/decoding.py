"""What a cookie's value says to somebody who takes it apart in every way that websites pack things into one."""

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

_READABLE = re.compile(r"[ -~]{14,}")
"""So many printable characters in a row hardly ever stand in random bytes."""
LONG_ENOUGH = 22
"""Characters of a random value that nobody guesses: 128 bits."""


def sayings(value: str, own: Iterable[str]) -> Iterator[str]:
    """Every reason to think that the value says something, as half a sentence; none for a random one.

    `own` are texts about the account behind it: its name, its address, its numbers.
    """
    parts = [part for part in re.split(r"[|.:&]", unquote(value)) if part]
    if not parts or len(parts[0]) < LONG_ENOUGH:
        yield "it is too short to be random"
    for text in (value, unquote(value), *parts):
        yield from _about(text, own)
        yield from _json(text)
        for packed in _unpacked(text):
            yield from _bytes(packed, own)


def _about(text: str, own: Iterable[str]) -> Iterator[str]:
    for word in own:
        if word.casefold() in text.casefold():
            yield "it holds something about the account"


def _json(text: str) -> Iterator[str]:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    yield "it reads as JSON"


def _unpacked(text: str) -> Iterator[bytes]:
    """The text as base64 in both alphabets and as hexadecimal, where it is one."""
    padded = text + "=" * (-len(text) % 4)
    for decode in (base64.urlsafe_b64decode, base64.b64decode):
        try:
            yield decode(padded)
        except ValueError:
            continue
    try:
        yield bytes.fromhex(text)
    except ValueError:
        return


def _bytes(packed: bytes, own: Iterable[str]) -> Iterator[str]:
    for window in (zlib.MAX_WBITS, zlib.MAX_WBITS | 16):
        try:
            packed = zlib.decompress(packed, window)
        except zlib.error:
            continue
        yield "it is compressed data"
        break
    text = packed.decode("latin-1")
    if _READABLE.search(text):
        yield "it holds readable text"
    yield from _about(text, own)
