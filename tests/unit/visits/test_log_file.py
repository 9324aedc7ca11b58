"""The file of the extended log: header, day turn, and many writers at once."""

import multiprocessing
import re
import stat
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.visits.log_file import LogWriter, days_in, path_of

HEADER = re.compile(
    r"#Version: 1\.0\n#Software: \S+\n#Start-Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n"
    r"#Fields: date time c-ip cs-method cs-uri-stem sc-status cs\(Referer\) cs\(User-Agent\)\n"
)
DAY = date(2026, 11, 22)


class Hand:
    """A clock that stands where it is put."""

    def __init__(self, text: str) -> None:
        self.put(text)

    def put(self, text: str) -> None:
        self.seconds = datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.seconds


def test_a_file_begins_with_its_header_and_its_lines_carry_gmt_without_fractions(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path, Hand("2026-11-22 12:00:01.750"))
    writer.write("rest of the line")
    text = path_of(tmp_path, DAY).read_text("ascii")
    assert path_of(tmp_path, DAY).name == "access-20261122.log"
    assert HEADER.match(text)
    assert "#Start-Date: 2026-11-22 12:00:01\n" in text
    assert text.endswith("\n2026-11-22 12:00:01 rest of the line\n")


def test_only_the_owner_may_read_the_log(tmp_path: Path) -> None:
    LogWriter(tmp_path / "log", Hand("2026-11-22 12:00:00")).write("x")
    assert stat.S_IMODE(path_of(tmp_path / "log", DAY).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700


def test_the_header_is_written_again_after_a_restart(tmp_path: Path) -> None:
    clock = Hand("2026-11-22 12:00:00")
    for _ in range(2):
        writer = LogWriter(tmp_path, clock)
        writer.write("x")
        writer.close()
    assert len(HEADER.findall(path_of(tmp_path, DAY).read_text())) == 2


def test_a_worker_goes_on_in_a_new_file_when_the_utc_date_turns(tmp_path: Path) -> None:
    clock = Hand("2026-11-22 23:59:59")
    writer = LogWriter(tmp_path, clock)
    writer.write("last")
    clock.put("2026-11-23 00:00:00")
    writer.write("first")
    assert [day for day, _ in days_in(tmp_path)] == [DAY, date(2026, 11, 23)]
    assert path_of(tmp_path, DAY).read_text().endswith("23:59:59 last\n")
    following = path_of(tmp_path, date(2026, 11, 23)).read_text()
    assert HEADER.match(following)
    assert following.endswith("00:00:00 first\n")


def test_a_clock_set_back_does_not_reopen_the_day_before(tmp_path: Path) -> None:
    clock = Hand("2026-11-23 00:00:01")
    writer = LogWriter(tmp_path, clock)
    writer.write("x")
    clock.put("2026-11-22 23:59:58")
    writer.write("y")
    assert [day for day, _ in days_in(tmp_path)] == [date(2026, 11, 23)]


def test_a_line_cut_off_by_a_power_failure_does_not_swallow_the_next_one(tmp_path: Path) -> None:
    path_of(tmp_path, DAY).write_bytes(b"2026-11-22 11:59:59 192.0.2.1 GET /pro")
    LogWriter(tmp_path, Hand("2026-11-22 12:00:00")).write("whole")
    assert path_of(tmp_path, DAY).read_text().splitlines()[:2] == [
        "2026-11-22 11:59:59 192.0.2.1 GET /pro",
        "#Version: 1.0",
    ]


def test_a_log_that_cannot_be_written_is_reported_and_stops_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    LogWriter(tmp_path / "log").write("x")
    assert "could not be written" in caplog.text


def test_a_writer_that_failed_goes_on_when_the_trouble_is_over(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    writer = LogWriter(tmp_path / "log", Hand("2026-11-22 12:00:00"))
    writer.write("lost")
    (tmp_path / "log").unlink()
    writer.write("kept")
    assert path_of(tmp_path / "log", DAY).read_text().endswith("kept\n")


def write_many(folder: Path, worker: int, count: int) -> None:
    writer = LogWriter(folder, Hand("2026-11-22 12:00:00"))

    def go(thread: int) -> None:
        for number in range(count):
            writer.write(f"{worker}.{thread}.{number} " + "x" * (number * 37 % 1500) + " end")

    threads = [threading.Thread(target=go, args=(thread,)) for thread in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_several_processes_and_threads_write_one_file_without_a_torn_line(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=write_many, args=(tmp_path, number, 400)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    text = path_of(tmp_path, DAY).read_text("ascii")
    assert len(HEADER.findall(text)) == 3
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"2026-11-22 12:00:00 \d\.\d\.\d+ x* end", line) for line in lines)
    assert len({line.split()[2] for line in lines}) == len(lines) == 3 * 3 * 400


def test_a_worker_killed_at_any_moment_tears_at_most_its_last_line(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=write_many, args=(tmp_path, 1, 200_000))
    worker.start()
    path = path_of(tmp_path, DAY)
    while not (path.exists() and path.stat().st_size > 100_000):
        assert worker.is_alive()
    worker.kill()
    worker.join()
    LogWriter(tmp_path, Hand("2026-11-22 12:00:01")).write("after the restart")
    *before, last = [line for line in path.read_text("ascii").splitlines() if not line.startswith("#")]
    assert last == "2026-11-22 12:00:01 after the restart"
    assert all(re.fullmatch(r"2026-11-22 12:00:00 \d\.\d\.\d+ x* end", line) for line in before[:-1])
