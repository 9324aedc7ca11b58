"""The chain: what each sealed entry's digest covers, and how a break is found (privacy.md section 14; P75).

`row_hash` covers everything but payload and salt; those are bound by `commitment`, so that a payload can be
removed later while the chain still verifies.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

FIRST = "0" * 64
"""What stands before the first entry."""


class Entry(NamedTuple):
    """One entry as the chain sees it."""

    id: int
    at: datetime
    kind: str
    actor: str
    subject_ref: str
    policy_version: int | None
    request_id: str
    payload: dict[str, Any] | None
    salt: str
    commitment: str
    seq: int | None
    prev: str | None
    row_hash: str | None


def commitment(salt: str, payload: dict[str, Any]) -> str:
    """The digest that binds a payload without showing it."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def row_hash(entry: Entry, seq: int, prev: str) -> str:
    """The digest that seals the entry at its place after `prev`."""
    parts = [
        seq,
        prev,
        entry.id,
        entry.at.isoformat(timespec="microseconds"),
        entry.kind,
        entry.actor,
        entry.subject_ref,
        entry.policy_version,
        entry.request_id,
        entry.commitment,
    ]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def breaks(entries: Iterable[Entry], after: tuple[int, str] = (0, FIRST)) -> Iterator[str]:
    """Sentences that name every break among sealed entries given in the order of their places.

    `after` is the place and the hash of the entry before the first of them.
    """
    expected, prev = after[0] + 1, after[1]
    for entry in entries:
        seq = entry.seq or 0
        if seq != expected:
            missing = f"{expected}" if seq == expected + 1 else f"{expected} to {seq - 1}"
            yield f"Place {missing} is missing from the chain."
        elif entry.prev != prev:
            yield f"Entry {entry.id} at place {seq} does not follow the entry before it."
        if entry.row_hash != row_hash(entry, seq, entry.prev or ""):
            yield f"Entry {entry.id} at place {seq} was changed after it was sealed."
        if entry.payload is not None and entry.commitment != commitment(entry.salt, entry.payload):
            yield f"The payload of entry {entry.id} at place {seq} was changed."
        expected, prev = seq + 1, entry.row_hash or ""
