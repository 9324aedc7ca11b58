"""One day's file of the extended log: its name, its header, and the one write call per line."""

import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

FIELDS = "date time c-ip cs-method cs-uri-stem sc-status cs(Referer) cs(User-Agent)"
SOFTWARE = "Smartpress"
FILE_MODE = 0o600
_NAME = re.compile(r"access-(\d{8})\.log")

log = logging.getLogger(__name__)


def path_of(folder: Path, day: date) -> Path:
    return folder / f"access-{day:%Y%m%d}.log"


def days_in(folder: Path) -> Iterator[tuple[date, Path]]:
    """The days that have a file, oldest first."""
    for path in sorted(folder.glob("access-*.log")):
        if found := _NAME.fullmatch(path.name):
            yield datetime.strptime(found[1], "%Y%m%d").date(), path


def header(started: str, software: str = SOFTWARE) -> bytes:
    """The lines that open a file and follow each restart; started is ``YYYY-MM-DD HH:MM:SS``, GMT."""
    lines = (
        "#Version: 1.0",
        f"#Software: {software}",
        f"#Start-Date: {started}",
        f"#Fields: {FIELDS}",
        "",
    )
    return "\n".join(lines).encode("ascii")


class LogWriter:
    """Appends lines to the file of the current UTC day, from any number of threads and processes.

    Each line is one ``write`` call on a file opened for appending, so lines of several workers never mix.
    Nothing is buffered here: there is nothing to lose when the process ends.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """clock gives seconds since 1970, like ``time.time``."""
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._descriptor = -1
        self._day = self._stamp = ""
        self._second = -1

    def write(self, rest: str) -> None:
        """Write one line: the date and time now, then rest (ASCII, without its line end).

        A full disk must not close the shop: the failure is reported and the page is answered.
        """
        with self._lock:
            try:
                self._turn_to(int(self._clock()))
                self._append(f"{self._stamp} {rest}\n".encode("ascii"))
            except OSError as problem:
                self._shut()
                log.error("the extended log could not be written: %s", problem.strerror)

    def close(self) -> None:
        with self._lock:
            self._shut()

    def _turn_to(self, second: int) -> None:
        if second != self._second:
            self._second = second
            self._stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second))
            if self._descriptor >= 0 and os.fstat(self._descriptor).st_nlink == 0:
                self._shut()  # somebody removed the file
        # A clock set back must not reopen a day that is closed: the line then stays in the later file.
        if self._descriptor < 0 or self._stamp[:10] > self._day:
            self._shut()
            self._open()

    def _open(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._day = self._stamp[:10]
        path = path_of(self._folder, date.fromisoformat(self._day))
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        mend = b"" if ends_whole(self._descriptor) else b"\n"
        self._append(mend + header(self._stamp))

    def _append(self, line: bytes) -> None:
        if os.write(self._descriptor, line) != len(line):
            raise OSError(0, "only a part of the line was written")

    def _shut(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def ends_whole(descriptor: int) -> bool:
    """Whether the file is empty or ends with a line end (it does not after a power cut in a line)."""
    size = os.fstat(descriptor).st_size
    return size == 0 or os.pread(descriptor, 1, size - 1) == b"\n"
