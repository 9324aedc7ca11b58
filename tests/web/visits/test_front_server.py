"""The front and the log through the real server: TLS with two workers, the plain listener, and a proxy before it."""

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.config import ROOT, load_settings
from app.operations.tls import local_certificate
from tests.unit.visits.hostile import VALUES

FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.9",
    "Forwarded": "for=203.0.113.9;proto=https;host=evil.example",
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """One running server process."""

    port: int
    folder: Path
    authority: Path | None = None

    def connect(self) -> socket.socket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        if self.authority is None:
            return plain
        return ssl.create_default_context(cafile=str(self.authority)).wrap_socket(plain, server_hostname="localhost")

    def get(self, path: str = "/healthz", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.sock = self.connect()
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def lines(self, containing: str, count: int = 1) -> list[str]:
        """The log's lines with those words; waits for so many: an answer arrives before its line is written."""
        until, found = time.monotonic() + 10, []
        while time.monotonic() < until:
            text = "".join(path.read_text("ascii") for path in sorted((self.folder / "log").glob("*.log")))
            found = [line for line in text.split("\n") if containing in line and not line.startswith("#")]
            if len(found) >= count:
                break
            time.sleep(0.05)
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """The shop on its public listener, on its plain one, and behind one proxy."""

    public: Listener
    plain: Listener
    behind: Listener

    @property
    def url(self) -> str:
        return f"https://localhost:{self.public.port}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("shop")
    certificate, key = local_certificate(load_settings({}, instance=folder, env="test"))
    secure = ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--workers", "2"]
    port, plain, behind = free_port(), free_port(), free_port()
    basic = {"SHOP_ENV": "test", "SHOP_INSTANCE": str(folder), "SHOP_PORT": str(port)}
    running = [
        start(port, basic, *secure),
        start(plain, basic),
        start(behind, basic | {"SHOP_PROXIES": "1"}),
    ]
    try:
        for process, number in zip(running, (port, plain, behind), strict=True):
            await_answers(process, number)
        authority = folder / "tls" / "ca.pem"
        yield Site(Listener(port, folder, authority), Listener(plain, folder), Listener(behind, folder))
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def start(port: int, settings: dict[str, str], *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("SHOP_")} | settings
    return subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning", *options, "app:create_app"],
        env=environment,
        cwd=ROOT,
    )


def await_answers(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_the_public_listener_answers_over_tls(site: Site) -> None:
    answer = site.public.get(Host=f"localhost:{site.public.port}")
    assert answer.status == 200
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


@pytest.mark.parametrize("path", ["/healthz", "/no-such-page", "/static/anything.css", "/healthz?a=b&c"])
def test_the_plain_listener_answers_only_with_the_redirect(site: Site, path: str) -> None:
    answer = site.plain.get(path, Host=f"localhost:{site.plain.port}")
    assert answer.status == 301
    assert answer.headers["location"] == site.url + path


def test_even_a_static_file_is_not_served_over_plain_http(site: Site) -> None:
    (assets,) = [path for path in (site.public.folder / "static").iterdir() if path.is_dir()]
    path = f"/static/{assets.name}/css/site.css"
    assert site.public.get(path, Host=f"localhost:{site.public.port}").status == 200
    assert site.plain.get(path).status == 301


def test_a_plain_request_with_forged_headers_is_still_redirected_to_our_own_address(site: Site) -> None:
    answer = site.plain.get(Host="evil.example", **FORGED)
    assert answer.status == 301
    assert answer.headers["location"] == f"{site.url}/healthz"


def test_a_forged_header_changes_nothing_over_tls(site: Site) -> None:
    host = f"localhost:{site.public.port}"
    honest, forged = site.public.get(Host=host), site.public.get(Host=host, **FORGED)
    varying = {"x-request-id", "date"}
    assert (forged.status, forged.body) == (honest.status, honest.body)
    assert {name: text for name, text in forged.headers.items() if name not in varying} == {
        name: text for name, text in honest.headers.items() if name not in varying
    }


def test_the_logged_address_is_the_peers_whatever_it_says_about_itself(site: Site) -> None:
    agent = "forger of addresses"
    site.public.get(Host=f"localhost:{site.public.port}", **(FORGED | {"User-Agent": agent}))
    site.plain.get(**(FORGED | {"User-Agent": agent}))
    lines = site.public.lines(agent, 2)
    assert [line.split()[2] for line in lines] == ["127.0.0.1", "127.0.0.1"]


def test_behind_one_proxy_exactly_its_word_is_believed(site: Site) -> None:
    host, agent = f"localhost:{site.public.port}", "through the proxy"
    said = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https", "User-Agent": agent}
    assert site.behind.get(Host=host, **said).status == 200
    (line,) = site.public.lines(agent)
    assert line.split()[2] == "198.51.100.7"


def test_a_request_for_a_foreign_name_is_misdirected(site: Site) -> None:
    answer = site.public.get(Host="evil.example", **FORGED)
    assert answer.status == 421
    assert b"evil" not in answer.body


def test_hostile_headers_leave_one_line_each(site: Site) -> None:
    host = f"localhost:{site.public.port}".encode()
    for number, value in enumerate(VALUES):
        mark = f"/hostile-{number}-".encode()
        raw = value.encode("latin-1").replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")
        request = b"GET " + mark + b" HTTP/1.1\r\nHost: " + host + b"\r\nUser-Agent: " + raw
        request += b"\r\nReferer: https://example.com/" + raw + b"\r\nConnection: close\r\n\r\n"
        with site.public.connect() as connection:
            connection.sendall(request)
            first = connection.recv(64)
            while connection.recv(65536):
                pass
        if first.startswith((b"HTTP/1.1 404", b"HTTP/1.1 500")):
            (line,) = site.public.lines(mark.decode())
            assert re.fullmatch(r'\S+ \S+ \S+ \S+ \S+ \d{3} (-|"[ !#-~]*") (-|"[ !#-~]*")', line)
        else:
            assert first.startswith(b"HTTP/1.1 400")


def test_an_answer_that_the_visitor_breaks_off_is_logged(site: Site) -> None:
    (assets,) = [path for path in (site.public.folder / "static").iterdir() if path.is_dir()]
    biggest = max((path for path in assets.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    path = f"/static/{assets.name}/{biggest.relative_to(assets).as_posix()}"
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{site.public.port}\r\nUser-Agent: impatient\r\n\r\n"
    with site.public.connect() as connection:
        connection.sendall(request.encode())
        connection.recv(1)
    (line,) = site.public.lines("impatient")
    assert line.split()[4:6] == [path, "200"]


def test_two_workers_write_one_file_without_a_torn_line(site: Site) -> None:
    host = f"localhost:{site.public.port}"

    def visit(number: int) -> int:
        return site.public.get(f"/crowd-{number}", Host=host, **{"User-Agent": "x" * (number * 7 % 500)}).status

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(visit, range(200)))
    lines = site.public.lines("/crowd-", 200)
    assert sorted(int(line.split()[4].removeprefix("/crowd-")) for line in lines) == list(range(200))
    assert all(re.fullmatch(r'\S+ \S+ 127\.0\.0\.1 GET /crowd-\d+ \d{3} - (-|"x+")', line) for line in lines)
