"""Closing, cutting and deleting the days of the extended log."""

import hashlib
import stat
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.visits.agents import FAMILIES, family
from app.visits.log_file import LogWriter, days_in, path_of
from app.visits.log_keeping import check, close_due, cut_address, cut_due, cut_line, delete_due

DAY = date(2026, 11, 22)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
LINES = (
    f'192.0.2.77 GET /products 200 "https://example.com/a b" "{FIREFOX}"',
    '2001:db8:1:2:3::4 GET /u/{token} 404 - "curl/8.0"',
    "198.51.100.9 POST /basket 302 - -",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def write_day(folder: Path, day: date = DAY, lines: tuple[str, ...] = LINES) -> Path:
    writer = LogWriter(folder, lambda: at(f"{day} 12:00:00").timestamp())
    for line in lines:
        writer.write(line)
    writer.close()
    return path_of(folder, day)


def test_a_day_is_closed_ten_minutes_after_its_end(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    assert close_due(tmp_path, at("2026-11-23 00:09:59")) == []
    (closed,) = close_due(tmp_path, at("2026-11-23 00:10:00"))
    assert closed.day == DAY
    lines = path.read_text().splitlines()
    assert lines[-2:] == ["#End-Date: 2026-11-23 00:10:00", f"#Remark: sha256={closed.sha256}"]


def test_anybody_can_verify_a_closed_day_with_two_commands(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    (closed,) = close_due(tmp_path, at("2026-11-23 00:10:00"))
    said = subprocess.run(f"head -n -1 {path} | sha256sum", shell=True, capture_output=True, text=True, check=True)
    assert said.stdout.split()[0] == closed.sha256
    assert check(path).intact


def test_closing_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    once = path.read_bytes()
    assert close_due(tmp_path, at("2026-11-23 00:11:00")) == []
    assert path.read_bytes() == once


def test_todays_file_stays_open(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    assert close_due(tmp_path, at("2026-11-22 23:59:59")) == []
    assert not check(path).closed


@pytest.mark.parametrize(
    "left", [b"#End-Date: 2026-11-23 00:1", b"#End-Date: 2026-11-23 00:10:00\n", b"#Remark: sha256=ab"]
)
def test_a_close_that_was_cut_off_is_done_again(tmp_path: Path, left: bytes) -> None:
    path = write_day(tmp_path)
    with path.open("ab") as file:
        file.write(left)
    assert len(close_due(tmp_path, at("2026-11-23 00:20:00"))) == 1
    assert check(path).intact
    assert path.read_bytes().count(b"\n#Remark: sha256=") >= 1


def test_a_line_that_came_after_the_close_leads_to_a_second_close(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    write_day(tmp_path)
    assert len(close_due(tmp_path, at("2026-11-23 00:20:00"))) == 1
    assert check(path).intact


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    path.write_bytes(path.read_bytes().replace(b"192.0.2.77", b"192.0.2.78"))
    verdict = check(path)
    assert verdict.closed
    assert not verdict.intact


def test_a_file_is_full_for_thirty_days_and_then_cut(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    (closed,) = close_due(tmp_path, at("2026-11-23 00:10:00"))
    assert cut_due(tmp_path, at("2026-12-21 23:59:59")) == []
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    text = path.read_text()
    assert '192.0.2.0 GET /products 200 "https://example.com/a b" "Firefox"\n' in text
    assert '2001:db8:1:: GET /u/{token} 404 - "Bot"\n' in text
    assert "198.51.100.0 POST /basket 302 - -\n" in text
    assert cut.intact
    assert text.splitlines()[-3:] == [
        f"#Remark: full-sha256={closed.sha256}",
        "#End-Date: 2026-11-23 00:10:00",
        f"#Remark: sha256={cut.sha256}",
    ]


def test_nothing_of_the_full_file_is_left_after_the_cut(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    cut_due(tmp_path, at("2026-12-22 00:00:00"))
    everything = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not any(word in everything for word in (b"192.0.2.77", b"2001:db8:1:2", b"198.51.100.9", b"rv:128"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_digest_of_the_cut_file_covers_the_digest_of_the_full_one(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    (closed,) = close_due(tmp_path, at("2026-11-23 00:10:00"))
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    assert (check(path).sha256, check(path).full_sha256) == (cut.sha256, closed.sha256)
    assert check(path).intact
    path.write_bytes(path.read_bytes().replace(closed.sha256.encode(), hashlib.sha256().hexdigest().encode()))
    assert not check(path).intact


def test_cutting_twice_changes_nothing(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    cut_due(tmp_path, at("2026-12-22 00:00:00"))
    once = path.read_bytes()
    assert cut_due(tmp_path, at("2026-12-23 00:00:00")) == []
    assert close_due(tmp_path, at("2026-12-23 00:00:00")) == []
    assert path.read_bytes() == once


def test_a_file_nobody_closed_is_closed_before_it_is_cut(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    assert cut.intact
    assert check(path).closed


def test_a_cut_that_was_killed_leaves_the_full_file_and_is_done_again(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    path.with_suffix(".cut").write_bytes(b"half a draft " * 1000)
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    assert check(path).sha256 == cut.sha256
    assert not path.with_suffix(".cut").exists()


def test_a_full_file_that_was_changed_is_cut_all_the_same_and_reported(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    close_due(tmp_path, at("2026-11-23 00:10:00"))
    path.write_bytes(path.read_bytes().replace(b"POST", b"PAST"))
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    assert not cut.intact


def test_a_torn_line_is_left_out_and_counted_because_it_may_hold_a_whole_address(tmp_path: Path) -> None:
    path = write_day(tmp_path)
    with path.open("ab") as file:
        file.write(b"2026-11-22 12:00:00 203.0.113.5 GET /pro")
    (cut,) = cut_due(tmp_path, at("2026-12-22 00:00:00"))
    assert cut.left_out == 1
    assert b"203.0.113.5" not in path.read_bytes()


def test_words_of_an_agent_that_imitate_the_log_do_not_deceive_the_keeper(tmp_path: Path) -> None:
    path = write_day(tmp_path, lines=('192.0.2.1 GET / 200 - "#Remark: full-sha256=00 #Remark: sha256=00"',))
    assert len(close_due(tmp_path, at("2026-11-23 00:10:00"))) == 1
    assert len(cut_due(tmp_path, at("2026-12-22 00:00:00"))) == 1
    assert '192.0.2.0 GET / 200 - "Other"' in path.read_text()


@pytest.mark.parametrize(
    ("day", "kept_until", "gone_at"),
    [
        (date(2026, 11, 22), "2027-12-21 23:59:59", "2027-12-22 00:00:00"),
        (date(2027, 1, 31), "2028-02-28 23:59:59", "2028-02-29 00:00:00"),
        (date(2026, 12, 1), "2027-12-31 23:59:59", "2028-01-01 00:00:00"),
    ],
)
def test_a_file_is_deleted_at_thirteen_months(tmp_path: Path, day: date, kept_until: str, gone_at: str) -> None:
    write_day(tmp_path, day)
    assert delete_due(tmp_path, at(kept_until)) == []
    assert delete_due(tmp_path, at(gone_at)) == [day]
    assert list(days_in(tmp_path)) == []


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "access-notes.log"
    other.write_text("mine")
    for verb in (close_due, cut_due, delete_due):
        assert verb(tmp_path, at("2036-01-01 00:00:00")) == []
    assert other.read_text() == "mine"


@pytest.mark.parametrize(
    ("address", "cut"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("::1", "::"),
        ("-", "-"),
        ("192.0.2.77/8", "-"),
        ("not-an-address", "-"),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, cut: str) -> None:
    assert cut_address(address) == cut


def test_a_line_that_is_not_one_of_ours_cannot_be_cut() -> None:
    assert cut_line(b"GET /\n") is None


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (FIREFOX, "Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36", "Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 OPR/106.0", "Opera"),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Safari/537.36",
            "Samsung Internet",
        ),
        (
            "Mozilla/5.0 (iPhone) AppleWebKit/605.1 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
            "Safari",
        ),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605.1 CriOS/120.0 Mobile/15E148 Safari/604.1", "Chrome"),
        ("Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.com/bot)", "Bot"),
        ("curl/8.4.0", "Bot"),
        ("something nobody has heard of", "Other"),
    ],
)
def test_an_agent_is_reduced_to_its_family(agent: str, expected: str) -> None:
    assert family(agent) == expected


@pytest.mark.parametrize("name", FAMILIES)
def test_a_familys_name_stays_what_it_is(name: str) -> None:
    assert family(name) == name
