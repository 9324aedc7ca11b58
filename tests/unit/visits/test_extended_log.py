"""The middleware: one line for every answer, and what is in it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.visits.extended_log import ROUTE_TEMPLATE, ExtendedLog
from app.visits.fields import masks_of
from app.visits.log_file import path_of
from app.visits.log_keeping import close_due, cut_due
from tests.unit.visits.hostile import REFERRERS, VALUES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WITHOUT_GOACCESS = shutil.which("goaccess") is None and "NEED_GOACCESS" not in os.environ
READER = (
    "goaccess",
    "--no-global-config",
    '--log-format=%d %t %h %m %U %s "%R" "%u"',
    "--date-format=%Y-%m-%d",
    "--time-format=%T",
)
Respond = Callable[..., Any]


def hello(environ: dict[str, Any], start_response: Respond) -> list[bytes]:
    start_response("200 OK", [])
    return [b"hello"]


class Visits:
    """Sends requests to an application through the log and reads back what was written."""

    def __init__(self, folder: Path, app: Any = hello, **options: Any) -> None:
        self.folder = folder
        self.log = ExtendedLog(app, folder, clock=NOW.timestamp, **options)

    def visit(self, path: str = "/", **environ: str) -> Iterable[bytes]:
        basic = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1", **environ}
        return self.log(basic, lambda status, headers, exc_info=None: lambda data: None)

    @property
    def lines(self) -> list[str]:
        path = path_of(self.folder, date(2026, 11, 22))
        text = path.read_text("ascii") if path.exists() else ""
        return [line for line in text.split("\n") if line and not line.startswith("#")]


@pytest.fixture
def visits(tmp_path: Path) -> Visits:
    return Visits(tmp_path)


def test_a_line_holds_time_address_method_path_status_referrer_and_agent(visits: Visits) -> None:
    visits.visit("/products", HTTP_REFERER="https://example.com/list?page=2", HTTP_USER_AGENT="Browser/1 (x)")
    assert visits.lines == [
        '2026-11-22 12:00:00 192.0.2.1 GET /products 200 "https://example.com/list" "Browser/1 (x)"'
    ]


def test_neither_query_nor_cookie_nor_user_is_logged(visits: Visits) -> None:
    visits.visit(QUERY_STRING="q=secret", HTTP_COOKIE="a=secret", REMOTE_USER="secret", HTTP_AUTHORIZATION="secret")
    assert visits.lines == ["2026-11-22 12:00:00 192.0.2.1 GET / 200 - -"]


def test_an_ipv6_address_stands_bare(visits: Visits) -> None:
    visits.visit(REMOTE_ADDR="2001:db8::1")
    assert visits.lines[0].split()[2] == "2001:db8::1"


def test_a_route_with_a_token_is_logged_as_its_template(tmp_path: Path) -> None:
    def app(environ: dict[str, Any], start_response: Respond) -> list[bytes]:
        environ[ROUTE_TEMPLATE] = "/u/{token}"
        return hello(environ, start_response)

    visits = Visits(tmp_path, app)
    visits.visit("/u/s3cret")
    assert visits.lines[0].split()[4] == "/u/{token}"


def test_a_token_in_a_path_that_matched_no_route_is_masked(tmp_path: Path) -> None:
    visits = Visits(tmp_path, masks=masks_of(["/u/<token:token>"]))
    visits.visit("/u/s3cret/", HTTP_REFERER="https://example.com/u/s3cret")
    assert "s3cret" not in visits.lines[0]


def test_a_mounted_application_is_logged_with_its_whole_path(visits: Visits) -> None:
    visits.visit("/products", SCRIPT_NAME="/shop")
    assert visits.lines[0].split()[4] == "/shop/products"


def test_an_application_that_fails_is_logged_as_500(tmp_path: Path) -> None:
    def app(environ: dict[str, Any], start_response: Respond) -> list[bytes]:
        raise LookupError("on purpose")

    visits = Visits(tmp_path, app)
    with pytest.raises(LookupError):
        visits.visit("/broken")
    assert visits.lines[0].split()[4:6] == ["/broken", "500"]


def test_a_body_that_is_broken_off_is_logged_once_when_the_server_closes_it(tmp_path: Path) -> None:
    closed = []

    class Body:
        def __iter__(self) -> Iterator[bytes]:
            yield b"first"
            raise ConnectionError("the visitor went away")

        def close(self) -> None:
            closed.append(True)

    def app(environ: dict[str, Any], start_response: Respond) -> Body:
        start_response("206 Partial Content", [])
        return Body()

    visits = Visits(tmp_path, app)
    body: Any = visits.visit()
    with pytest.raises(ConnectionError):
        list(body)
    assert visits.lines == []
    body.close()
    assert visits.lines[0].split()[5] == "206"
    assert closed == [True]


def test_a_generator_that_answers_late_is_logged_with_its_status(tmp_path: Path) -> None:
    def app(environ: dict[str, Any], start_response: Respond) -> Iterator[bytes]:
        start_response("404 Not Found", [])
        yield b"nothing here"

    visits = Visits(tmp_path, app)
    body: Any = visits.visit()
    assert b"".join(body) == b"nothing here"
    body.close()
    assert visits.lines[0].split()[5] == "404"


def test_a_body_whose_close_fails_is_logged_all_the_same(tmp_path: Path) -> None:
    class Unclosable:
        def __iter__(self) -> Iterator[bytes]:
            return iter(())

        def close(self) -> None:
            raise RuntimeError("on purpose")

    def app(environ: dict[str, Any], start_response: Respond) -> Unclosable:
        start_response("200 OK", [])
        return Unclosable()

    visits = Visits(tmp_path, app)
    body: Any = visits.visit()
    with pytest.raises(RuntimeError):
        body.close()
    assert len(visits.lines) == 1


def test_hostile_visits_stay_one_line_each(visits: Visits) -> None:
    for number, value in enumerate(VALUES):
        visits.visit("/" + value, HTTP_USER_AGENT=value, HTTP_REFERER="https://example.com/" + value)
        assert len(visits.lines) == number + 1
    for value in REFERRERS:
        visits.visit(HTTP_REFERER=value, REQUEST_METHOD=value or "GET", REMOTE_ADDR=value)
    assert len(visits.lines) == len(VALUES) + len(REFERRERS)
    assert all(len(line.split('"')[0].split(" ")) in {7, 9} for line in visits.lines if '"' in line)


@pytest.mark.skipif(WITHOUT_GOACCESS, reason="goaccess is not installed")
@pytest.mark.parametrize("age", ["today's", "a closed", "a cut"])
def test_goaccess_reads_a_days_log_with_no_failed_line(tmp_path: Path, age: str) -> None:
    folder = tmp_path / "log"
    visits = Visits(folder, masks=masks_of(["/u/<token:token>"]))
    for value in VALUES:
        visits.visit("/" + value, HTTP_USER_AGENT=value, HTTP_REFERER="https://example.com/" + value)
    for value in REFERRERS:
        visits.visit("/u/s3cret", HTTP_REFERER=value, REMOTE_ADDR="2001:db8::1")
    expected = len(visits.lines)
    if age == "a closed":
        close_due(folder, datetime(2026, 11, 23, 0, 10, tzinfo=UTC))
    if age == "a cut":
        cut_due(folder, datetime(2026, 12, 22, tzinfo=UTC))
    refused, report = tmp_path / "refused", tmp_path / "report.csv"
    subprocess.run(
        [*READER, str(path_of(folder, date(2026, 11, 22))), f"--invalid-requests={refused}", "-o", str(report)],
        check=True,
        capture_output=True,
    )
    assert not refused.exists() or refused.read_text() == ""
    assert f'"{expected}","valid_requests"'.encode() in report.read_bytes()
