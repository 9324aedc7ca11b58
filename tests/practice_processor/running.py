"""The practice processor and a small shop that receives its webhooks, both served over loopback HTTP."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import html5lib
import trustme
import urllib3
from werkzeug.serving import WSGIRequestHandler, make_server

import practice_processor
from practice_processor import Settings

SECRET_KEY = "sk_test_practice_0123456789"
WEBHOOK_SECRET = "whsec_practice_0123456789"
PATIENCE = 30.0
_HTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Received:
    """One webhook as it arrived."""

    at: float
    signature: str
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    def is_signed_with(self, secret: str) -> bool:
        parts = dict(part.split("=", 1) for part in self.signature.split(","))
        code = hmac.new(secret.encode(), parts["t"].encode() + b"." + self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(code, parts["v1"])


@dataclass
class ReceivingShop:
    """Takes webhooks and answers with the next of `answers`, then with 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    arrival: threading.Condition = field(default_factory=threading.Condition)

    def take(self, signature: str, body: bytes) -> int:
        with self.arrival:
            self.received.append(Received(time.time(), signature, body))
            self.arrival.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait_for(self, count: int) -> list[Received]:
        """The first webhooks, once there are this many."""
        with self.arrival:
            assert self.arrival.wait_for(lambda: len(self.received) >= count, PATIENCE), self.received
            return list(self.received)

    @property
    def types(self) -> list[str]:
        return [received.event["type"] for received in self.received]


@contextmanager
def receiving_shop(authority: trustme.CA | None = None) -> Iterator[ReceivingShop]:
    """A shop that only receives; over TLS when an authority is given to certify it."""
    shop = ReceivingShop()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(shop.take(self.headers["Practice-Signature"], body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    shop.url = f"{'https' if authority else 'http'}://127.0.0.1:{server.server_port}/webhooks/payments"
    with in_a_thread(server):
        yield shop


def settings_for(folder: Path, webhook_url: str, **changes: Any) -> Settings:
    """Settings whose waits are short enough for a test."""
    quick = Settings(
        folder=folder,
        secret_key=SECRET_KEY,
        webhook_secret=WEBHOOK_SECRET,
        webhook_url=webhook_url,
        after_return_seconds=0.2,
        late_seconds=0.4,
        failure_held_seconds=60,
        retry_first_seconds=0.05,
        retry_longest_seconds=0.4,
    )
    return replace(quick, **changes)


class QuietHandler(WSGIRequestHandler):
    """Serves without a log line for each request."""

    def log(self, *_words: Any) -> None:
        """Say nothing."""


@contextmanager
def running_processor(settings: Settings) -> Iterator[Processor]:
    """The real application on a port of its own, courier and all."""
    app = practice_processor.create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    try:
        with in_a_thread(server):
            yield Processor(f"http://127.0.0.1:{server.server_port}")
    finally:
        practice_processor.stop(app)


@contextmanager
def in_a_thread(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Answer:
    """What came back: for a page its parsed tree, for the API its JSON."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value

    @property
    def text(self) -> str:
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def tree(self) -> Any:
        return html5lib.HTMLParser(strict=True).parse(self.body, transport_encoding="utf-8")

    def fields(self) -> dict[str, str]:
        """The names and values that the page's form would send as it stands."""
        sent = {}
        for box in self.tree.iter(f"{_HTML}input"):
            if box.get("type") != "radio" or box.get("checked") is not None:
                sent[box.get("name")] = box.get("value", "")
        return sent

    @property
    def location(self) -> str:
        return self.headers["Location"]


@dataclass
class Processor:
    """Talks to a running practice processor as the shop does, and as a customer's browser does."""

    address: str
    http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))
    secret_key: str = SECRET_KEY

    def api(self, method: str, path: str, body: object = None, key: str = "", secret: str | None = None) -> Answer:
        secret = self.secret_key if secret is None else secret
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(method, f"/v1{path}", data if method == "POST" else None, headers)

    def open_session(self, key: str = "", **changes: object) -> dict[str, Any]:
        """A new session for order SP-1001 of $51.14."""
        answer = self.api("POST", "/checkout/sessions", order(**changes), key)
        assert answer.status == 200, answer.body
        return answer.json

    def look(self, session_id: str) -> dict[str, Any]:
        return self.api("GET", f"/checkout/sessions/{session_id}").json

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def submit(self, path: str, typed: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.send("POST", path, urlencode(typed).encode(), sent)

    def pay(self, session_id: str, card_number: str, notice: str = "at-once", **typed: str) -> Answer:
        """Fill the form found on the payment page and send it."""
        path = f"/pay/{session_id}"
        card = {"number": card_number, "expiry": "04/40", "cvc": "123", "notice": notice}
        return self.submit(path, {**self.get(path).fields(), **card, **typed})

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        response = self.http.request(
            method, self.address + path, body=body, headers=headers, redirect=False, timeout=PATIENCE
        )
        return Answer(response.status, response.headers, response.data)


def order(**changes: object) -> dict[str, object]:
    """The body of a request for a session."""
    body: dict[str, object] = {
        "amount_total": 5114,
        "currency": "usd",
        "client_reference_id": "SP-1001",
        "metadata": {"attempt": "1"},
        "success_url": "https://localhost:8443/orders/SP-1001/return?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://localhost:8443/orders/SP-1001",
    }
    return {**body, **changes}
