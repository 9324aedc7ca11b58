"""Running an inspection as a limited child process: a hostile file costs one child, never the site."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.artwork.inspection.findings import Report, by_severity
from app.artwork.inspection.kinds import PDF
from app.artwork.inspection.notebook import RESULT, STAGE
from app.artwork.inspection.request import Needs, Request
from app.artwork.inspection.weight import broke_off, stopped, too_slow

_ROOM = Path(__file__).parent
# The walls go up before the PDF libraries are loaded; -I keeps the environment and the working folder out.
_LAUNCH = (
    "import json, sys; sys.path.append(sys.argv[1]); "
    "from inspection.confine import confine; confine(**json.loads(sys.argv[3])); "
    "from inspection.run import main; main(sys.argv[2])"
)
_MEGABYTE = 1024 * 1024
_LARGEST_RESULT = 16 * _MEGABYTE
_LARGEST_PICTURE = 4 * _MEGABYTE


@dataclass(frozen=True)
class Limits:
    """What one child may use. The address space is beside the size of the file itself."""

    wall_seconds: int = 20
    cpu_seconds: int = 20
    address_space_mb: int = 1024
    file_size_mb: int = 64
    open_files: int = 64


@dataclass(frozen=True)
class Outcome:
    """A report, and the folder in which its pictures lie until the inspection is left."""

    report: Report
    folder: Path

    def picture(self, page: int) -> bytes:
        return _jpeg(self.folder / f"page-{page}.jpg")

    def thumbnail(self, page: int) -> bytes:
        return _jpeg(self.folder / f"thumb-{page}.jpg")


class Inspector:
    """Runs children, at most ``at_once`` at a time in this process; the next caller waits for its turn."""

    def __init__(self, limits: Limits | None = None, at_once: int = 1, scratch: Path | None = None) -> None:
        self._limits = limits or Limits()
        self._turns = threading.BoundedSemaphore(at_once)
        self._scratch = scratch

    @contextlib.contextmanager
    def inspect(self, source: Path, needs: Needs | None, most_pages: int = 500) -> Iterator[Outcome]:
        """Inspect the file at ``source``. Always yields a report; the pictures are gone on leaving."""
        with self._turns:
            folder = Path(tempfile.mkdtemp(prefix="artwork-", dir=self._scratch))
            try:
                request = Request(str(source.resolve()), str(folder), needs, most_pages)
                yield Outcome(self._run(request, source.stat().st_size), folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _run(self, request: Request, size: int) -> Report:
        folder = Path(request.folder)
        asked = folder / "request.json"
        asked.write_text(json.dumps(request.to_json()), encoding="utf-8")
        command = [sys.executable, "-I", "-c", _LAUNCH, str(_ROOM), str(asked), json.dumps(self._walls(size))]
        silent = subprocess.DEVNULL
        # A group of its own, so that whatever the child might start ends with it.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
            command, cwd=folder, env={}, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
        )
        try:
            code = process.wait(timeout=self._limits.wall_seconds)
        except subprocess.TimeoutExpired:
            code = -signal.SIGXCPU
        finally:
            _end(process)
        return self._read(folder, code)

    def _walls(self, size: int) -> dict[str, int]:
        limits = self._limits
        return {
            "address_space": limits.address_space_mb * _MEGABYTE + size,
            "cpu_seconds": limits.cpu_seconds,
            "wall_seconds": limits.wall_seconds,
            "file_size": limits.file_size_mb * _MEGABYTE,
            "open_files": limits.open_files,
        }

    def _read(self, folder: Path, code: int) -> Report:
        report = _report(folder / RESULT)
        if code == 0 and report is not None:
            return report
        stage = _text(folder / STAGE) or "opening it"
        slow = code in (-signal.SIGXCPU, -signal.SIGALRM)
        finding = (
            too_slow(stage, min(self._limits.wall_seconds, self._limits.cpu_seconds)) if slow else broke_off(stage)
        )
        found = stopped(report or Report(kind=PDF), finding)
        return replace(found, findings=by_severity(found.findings))


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _report(path: Path) -> Report | None:
    try:
        return Report.from_json(json.loads(_bytes(path, _LARGEST_RESULT)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _text(path: Path) -> str:
    try:
        return _bytes(path, 200).decode("ascii")
    except (OSError, ValueError):
        return ""


def _jpeg(path: Path) -> bytes:
    """A picture that the child left. Raises ValueError where it is no JPEG, OSError where it is missing."""
    data = _bytes(path, _LARGEST_PICTURE)
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError(f"{path.name} is no JPEG")
    return data


def _bytes(path: Path, most: int) -> bytes:
    # The child read a hostile file, so its folder is hostile too: no links, no endless files.
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(f"{path.name} is larger than {most} bytes")
    return data
