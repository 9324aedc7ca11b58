"""What happens to a day's log after the day: it is closed, cut after 30 days and deleted at 13 months.

Each verb takes the moment it acts at and may be repeated, or killed at any instant and run again. A lock on
the folder keeps two of them from acting at once.
"""

import fcntl
import hashlib
import os
import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_interface
from pathlib import Path
from typing import BinaryIO

from app.visits.agents import family
from app.visits.fields import MISSING
from app.visits.log_file import FILE_MODE, days_in, ends_whole

CLOSE_AFTER = timedelta(minutes=10)
FULL_DAYS = 30
MONTHS = 13
KEPT_BITS = {4: 24, 6: 48}

_SEAL = re.compile(rb"#Remark: sha256=([0-9a-f]{64})\n")
_CUT_MARK = b"#Remark: full-sha256="
_LINE = re.compile(rb'(\S+ \S+) (\S+) (\S+ \S+ \d{3}) (-|"[^"]*") (-|"[^"]*")\n')
_TAIL = 1024


@dataclass(frozen=True)
class KeptFile:
    """A file after a verb acted on it; sha256 is the digest that its last line states.

    For a cut one: the digest of the full file it replaced, whether that file still matched its own digest,
    and how many torn lines were left out.
    """

    day: date
    sha256: str
    full_sha256: str = ""
    intact: bool = True
    left_out: int = 0


@dataclass(frozen=True)
class Verdict:
    """What a check of one file found. full_sha256 names the full file a cut one was made from."""

    closed: bool
    intact: bool
    sha256: str
    full_sha256: str | None


def close_due(folder: Path, now: datetime) -> list[KeptFile]:
    """Close each file whose day ended ten minutes ago: the end date, and a digest of all bytes before it."""
    with sole_keeper(folder):
        return [
            KeptFile(day, _close(path, now))
            for day, path in days_in(folder)
            if now >= _end_of(day) + CLOSE_AFTER and stated_digest(path) is None
        ]


def cut_due(folder: Path, now: datetime, full_days: int = FULL_DAYS) -> list[KeptFile]:
    """Shorten addresses and browsers in each file older than full_days; the full file is gone afterwards."""
    oldest_full = now.astimezone(UTC).date() - timedelta(days=full_days)
    with sole_keeper(folder):
        return [
            _cut(day, path, now) for day, path in days_in(folder) if day <= oldest_full and _full_digest(path) is None
        ]


def delete_due(folder: Path, now: datetime, months: int = MONTHS) -> list[date]:
    """Delete each file that is 13 months old."""
    today = now.astimezone(UTC).date()
    with sole_keeper(folder):
        due = [(day, path) for day, path in days_in(folder) if months_after(day, months) <= today]
        for _, path in due:
            path.unlink()
        return [day for day, _ in due]


def oldest(folder: Path) -> tuple[date | None, date | None]:
    """The oldest day whose lines are still whole, and the oldest day of all; None where there is none."""
    files = list(days_in(folder))
    whole = [day for day, path in files if _full_digest(path) is None]
    return min(whole, default=None), min((day for day, _ in files), default=None)


def check(path: Path) -> Verdict:
    """Read one file and compare it with its own digest. A file still being written is not closed."""
    sealed = stated_digest(path)
    size = path.stat().st_size
    digest = _digest(path, size - len(_last_line(path)) if sealed else size)
    return Verdict(sealed is not None, sealed == digest, digest, _full_digest(path))


def stated_digest(path: Path) -> str | None:
    """The digest in the file's last line, or None when the file is not closed."""
    seal = _SEAL.fullmatch(_last_line(path))
    return seal[1].decode("ascii") if seal else None


@contextmanager
def sole_keeper(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; whoever comes second waits."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / ".keeper.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _close(path: Path, now: datetime) -> str:
    """Seal the file with one write, so that a kill leaves it either open or closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    try:
        mend = b"" if ends_whole(descriptor) else b"\n"
        end = mend + b"#End-Date: %s\n" % f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}".encode("ascii")
        digest = _digest(path, os.fstat(descriptor).st_size, end)
        os.write(descriptor, end + _seal(digest))
        os.fsync(descriptor)
        return digest
    finally:
        os.close(descriptor)


def _cut(day: date, path: Path, now: datetime) -> KeptFile:
    """Replace a full file by its cut one, which names the digest of the full one before its own."""
    if stated_digest(path) is None:
        _close(path, now)
    verdict = check(path)
    draft = path.with_suffix(".cut")
    with _created(draft) as target, path.open("rb") as source:
        digest, left_out = _write_cut(source, target, verdict.sha256)
    draft.replace(path)
    _sync_folder(path.parent)
    return KeptFile(day, digest, verdict.sha256, verdict.intact, left_out)


def _write_cut(source: BinaryIO, target: BinaryIO, full_sha256: str) -> tuple[str, int]:
    digest, left_out, ended = hashlib.sha256(), 0, b""

    def put(line: bytes) -> None:
        digest.update(line)
        target.write(line)

    for line in source:
        if line.startswith(b"#End-Date:"):
            ended = line
        elif line.startswith(b"#"):
            if not _SEAL.fullmatch(line):
                put(line)
        elif shorter := cut_line(line):
            put(shorter)
        elif line.strip():
            left_out += 1
    if left_out:
        put(b"#Remark: %d torn lines left out\n" % left_out)
    put(_CUT_MARK + full_sha256.encode("ascii") + b"\n")
    put(ended)
    target.write(_seal(digest.hexdigest()))
    return digest.hexdigest(), left_out


def cut_line(line: bytes) -> bytes | None:
    """The line with its address cut to /24 or /48 and its agent reduced to a family; None if it is torn."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        return None
    when, address, request, referring, agent = parts.groups()
    kept = agent if agent == MISSING.encode() else f'"{family(agent[1:-1].decode("ascii"))}"'.encode("ascii")
    return (
        b" ".join(
            (
                when,
                cut_address(address.decode("ascii")).encode("ascii"),
                request,
                referring,
                kept,
            )
        )
        + b"\n"
    )


def cut_address(address: str) -> str:
    """The network of an address: ``192.0.2.7`` gives ``192.0.2.0``; anything else than an address gives ``-``."""
    try:
        version = ip_interface(address).version
        return str(ip_interface(f"{address}/{KEPT_BITS[version]}").network.network_address)
    except ValueError:
        return MISSING


def _seal(digest: str) -> bytes:
    return b"#Remark: sha256=" + digest.encode("ascii") + b"\n"


def _digest(path: Path, length: int, and_then: bytes = b"") -> str:
    """SHA-256 over the first length bytes of the file, then over and_then."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while length > 0 and (chunk := source.read(min(length, 1 << 20))):
            digest.update(chunk)
            length -= len(chunk)
    digest.update(and_then)
    return digest.hexdigest()


def _tail_lines(path: Path) -> list[bytes]:
    with path.open("rb") as source:
        source.seek(max(0, path.stat().st_size - _TAIL))
        return source.read().splitlines(keepends=True)


def _last_line(path: Path) -> bytes:
    return (_tail_lines(path) or [b""])[-1]


def _full_digest(path: Path) -> str | None:
    """The digest of the full file that a cut one names in its last lines."""
    found = [line for line in _tail_lines(path)[-3:] if line.startswith(_CUT_MARK)]
    return found[0][len(_CUT_MARK) :].decode("ascii").strip() if found else None


@contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, FILE_MODE)
    with os.fdopen(descriptor, "wb") as target:
        yield target
        target.flush()
        os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
