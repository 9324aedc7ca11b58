"""Encryption between browser and shop, through the real server."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT
from app.operations import tls
from tests.pages import Browser

OVER_TLS = True
"""The breach of P79 serves in clear instead."""


@dataclass(frozen=True)
class Server:
    """The real server on a port of its own."""

    port: int
    authority: Path

    def connect(self, host: str = "localhost", port: int = 0) -> socket.socket:
        plain = socket.create_connection(("127.0.0.1", port or self.port), timeout=20)
        if not OVER_TLS:
            return plain
        try:
            return ssl.create_default_context(cafile=str(self.authority)).wrap_socket(plain, server_hostname=host)
        except ssl.SSLError:
            plain.close()
            raise

    def get(self, port: int = 0) -> bytes:
        """The body of `/healthz`, asked over that port."""
        connection = http.client.HTTPConnection("localhost", self.port)
        connection.sock = self.connect(port=port)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().read()
        finally:
            connection.close()


def listens(port: int) -> bool:
    """Whether a server answers on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def server(app: Flask, breach: str, tmp_path: Path) -> Iterator[Server]:
    """The shop behind Granian, with a certificate made as `make run` makes it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = replace(app.extensions["shop.settings"], instance=tmp_path, port=port)
    certificate, key = tls.local_certificate(settings)
    secure = ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--ssl-protocol-min", "tls1.2"]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"),
            *("--port", str(port), "--blocking-threads", "1", "--log-level", "error"),
            *(secure if OVER_TLS else []),
            "app:create_app",
        ],
        cwd=ROOT,
        env={**os.environ, "SHOP_INSTANCE": str(tmp_path), "SHOP_PORT": str(port), "SHOP_ENV": "test"},
    )
    until = time.monotonic() + 60
    while not listens(port) and time.monotonic() < until:
        time.sleep(0.05)
    yield Server(port, tmp_path / "tls" / "ca.pem")
    process.terminate()
    process.wait(20)


@pytest.mark.promise("P77")
def test_a_request_in_clear_is_only_answered_with_the_way_to_https(visitor: Browser) -> None:
    for path in ("/", "/sign-in", "/privacy-policy", "/orders/10001"):
        answer = visitor.client.get(path, base_url="http://localhost:8443")
        assert answer.status_code == 301, path
        assert answer.headers["Location"] == f"https://localhost:8443{path}"


@pytest.mark.promise("P78")
def test_a_certificate_verifies_who_the_server_is(server: Server) -> None:
    try:
        assert server.get() == b'{"status":"alive"}\n'
    except ssl.SSLCertVerificationError as error:
        raise AssertionError(str(error)) from None
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        server.connect("somebody-else.example")
    stranger = ssl.create_default_context()
    with pytest.raises(ssl.SSLCertVerificationError), socket.create_connection(("127.0.0.1", server.port)) as plain:
        stranger.wrap_socket(plain, server_hostname="localhost")


@pytest.mark.promise("P79")
def test_a_byte_changed_on_the_way_is_noticed(server: Server) -> None:
    assert b"alive" in server.get() or not OVER_TLS
    with Meddler(server.port) as meddler:
        try:
            body = server.get(port=meddler.port)
        except (ssl.SSLError, ConnectionError, http.client.HTTPException):
            body = b""
    assert meddler.changed
    assert body == b"", "what arrived was changed on the way, and nobody noticed"


class Meddler:
    """Somebody between browser and server, who changes a byte of what is encrypted, or a word of what is not."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.changed = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])

    def __enter__(self) -> "Meddler":
        threading.Thread(target=self._pass_on, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.listener.close()

    def _pass_on(self) -> None:
        near, _ = self.listener.accept()
        far = socket.create_connection(("127.0.0.1", self.target))
        threading.Thread(target=self._upward, args=(near, far), daemon=True).start()
        # The handshake passes; the answer is what holds application data.
        with near, far:
            while data := _received(far):
                if data[:1] == b"\x17":
                    data = data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]
                    self.changed = True
                elif b"Redirect" in data:
                    data = data.replace(b"Redirect", b"Rerouted")
                    self.changed = True
                if not _sent(near, data):
                    break

    @staticmethod
    def _upward(near: socket.socket, far: socket.socket) -> None:
        while (data := _received(near)) and _sent(far, data):
            pass


def _sent(to_socket: socket.socket, data: bytes) -> bool:
    """Whether the other side still listened; who noticed the meddling hangs up."""
    try:
        to_socket.sendall(data)
    except OSError:
        return False
    return True


def _received(from_socket: socket.socket) -> bytes:
    try:
        return from_socket.recv(65536)
    except OSError:
        return b""
