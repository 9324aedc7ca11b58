"""The shop as `make run` serves it, several worker processes, and callers who come from wherever they say.

Every address of 127.0.0.0/8 is this machine: a caller binds one of them, so the shop counts them apart by network.
"""

import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from app.config import ROOT, Settings
from app.operations import tls

PATIENCE = 90.0
"""Seconds that the server may take to answer after its start."""


@dataclass(frozen=True)
class Served:
    """The running shop: where it answers, and its worker processes."""

    port: int
    authority: Path
    process: int
    callers: "list[Caller]" = field(default_factory=list, repr=False)
    """Whoever called; they are hung up on at the end."""

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        return [int(child) for child in children]

    def memory(self) -> list[int]:
        """KiB in memory of each worker."""
        found = []
        for worker in self.workers():
            said = Path(f"/proc/{worker}/status").read_text()
            if resident := re.search(r"VmRSS:\s+(\d+)", said):
                found.append(int(resident[1]))
        return sorted(found)


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(settings: Settings, **environment: str) -> Iterator[Served]:
    """Start the web processes of a shop that is set up already, and end them."""
    certificate, key = tls.local_certificate(settings)
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"),
        *("--port", str(settings.port), "--workers", str(settings.workers)),
        *("--blocking-threads", str(settings.threads), "--http", "auto", "--log-level", "error"),
        *("--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--ssl-protocol-min", "tls1.2"),
        "app:create_app",
    ]
    own = {name: text for name, text in os.environ.items() if not name.startswith("SHOP_")}
    named = {"SHOP_INSTANCE": str(settings.instance), "SHOP_PORT": str(settings.port), "SHOP_ENV": settings.env}
    process = subprocess.Popen(command, cwd=ROOT, env=own | named | environment, start_new_session=True)
    shop = Served(settings.port, settings.instance / "tls" / "ca.pem", process.pid)
    try:
        _await(shop, process)
        yield shop
    finally:
        for caller in shop.callers:
            caller.close()
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(shop: Served, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", shop.port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


@dataclass(frozen=True)
class Answer:
    """One answer of the shop."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        """The first header of that name; empty without one."""
        return next((text for found, text in self.headers if found.lower() == name), "")

    @property
    def token(self) -> str:
        """The token of the page's form."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.body)
        return unescape(found[1]) if found else ""


@dataclass
class Caller:
    """A browser on one connection, with cookies, that comes from `address`; as light as a flood needs it to be."""

    shop: Served
    address: str = "127.0.0.1"
    agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: ssl.SSLSocket | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.shop.callers.append(self)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, "")

    def post(self, path: str, **typed: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(typed))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _ask(self, method: str, path: str, body: str) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.shop.port}", f"User-Agent: {self.agent}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        sent = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        try:
            answer = self._exchange(sent)
        except OSError:
            # The server may hang up on a connection that was quiet: once more on a new one.
            self.close()
            answer = self._exchange(sent)
        self._keep(answer)
        return answer

    def _exchange(self, sent: bytes) -> Answer:
        if self._socket is None:
            self._socket = self._connect()
        self._socket.sendall(sent)
        head, _, rest = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = [(name, text.strip()) for name, _, text in (line.partition(":") for line in lines)]
        length = next((int(text) for name, text in headers if name.lower() == "content-length"), 0)
        while len(rest) < length:
            rest += self._more()
        return Answer(int(first.split()[1]), headers, rest.decode("utf-8", "replace"))

    def _connect(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.shop.port), timeout=60, source_address=(self.address, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return ssl.create_default_context(cafile=str(self.shop.authority)).wrap_socket(
            plain, server_hostname="localhost"
        )

    def _until(self, mark: bytes) -> bytes:
        found = b""
        while mark not in found:
            found += self._more()
        return found

    def _more(self) -> bytes:
        assert self._socket is not None
        found = self._socket.recv(65536)
        if not found:
            raise ConnectionError("the server hung up")
        return found

    def _keep(self, answer: Answer) -> None:
        for name, text in answer.headers:
            if name.lower() == "set-cookie":
                named, _, value = text.partition(";")[0].partition("=")
                self.cookies[named] = value
                if not value or "Max-Age=0" in text:
                    del self.cookies[named]


def sign_in(caller: Caller, user_id: str, password: str, **more: str) -> Answer:
    """Fill in the sign-in form and send it."""
    token = caller.get("/sign-in").token
    return caller.post("/sign-in", user_id=user_id, password=password, csrf_token=token, **more)
