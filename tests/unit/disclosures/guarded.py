"""A process of a production shop that tries to reach many places: run by the tests as a child.

Prints as JSON what became of each try. The audit hook outlives everything, so it never enters the tests' own process.
"""

import base64
import json
import smtplib
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import urllib3

from app import create_app
from app.config import load_settings
from app.disclosures import guard

SUPPLIER = "supplier.example"
SUPPLIERS_ADDRESS, QUEUES_ADDRESS = "198.51.100.7", "198.51.100.8"


def outcome(tried: Callable[[], Any]) -> str:
    try:
        tried()
    except PermissionError:
        return "refused"
    except urllib3.exceptions.NewConnectionError as error:
        return "refused" if "undisclosed" in str(error) else "failed"
    return "let through"


def connect(host: str) -> Callable[[], None]:
    """Ask as a socket asks before it connects; no packet leaves."""
    return lambda: sys.audit("socket.connect", None, (host, 443))


def in_the_window(tried: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        with guard.window(f"{SUPPLIER}:443"):
            tried()

    return run


def in_another_thread(tried: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        seen: list[str] = []
        thread = threading.Thread(target=lambda: seen.append(outcome(tried)))
        thread.start()
        thread.join()
        if seen == ["refused"]:
            raise PermissionError

    return run


def looked_up_first(name: str, address: str) -> Callable[[], None]:
    def run() -> None:
        socket.getaddrinfo(name, 443)
        sys.audit("socket.connect", None, (address, 443))

    return run


def name_server(host: Any, *_rest: Any, **_named: Any) -> list[Any]:
    """Answers without a network; like the real one it asks the hooks first."""
    sys.audit("socket.getaddrinfo", host, 443, 0, 0, 0)
    address = {SUPPLIER: SUPPLIERS_ADDRESS, "queue.example": QUEUES_ADDRESS}.get(host, host)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]


def tries() -> dict[str, Callable[[], Any]]:
    server = socket.create_server(("127.0.0.1", 0))
    return {
        "an address": lambda: socket.create_connection(("203.0.113.9", 443), timeout=1),
        "a name": lambda: socket.getaddrinfo("tracker.example", 443),
        "an old look-up": lambda: socket.gethostbyname("tracker.example"),
        "a packet": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("203.0.113.9", 53)),
        "an HTTP client": lambda: urllib3.PoolManager(retries=False).request("GET", "http://tracker.example/"),
        "a mail client": lambda: smtplib.SMTP("relay.example", timeout=1),
        "this machine": lambda: socket.socket().connect(server.getsockname()),
        "a socket of this machine": connect(""),
        "the queue of the settings": looked_up_first("queue.example", QUEUES_ADDRESS),
        "the supplier outside the door": connect(SUPPLIER),
        "the supplier inside the door": in_the_window(looked_up_first(SUPPLIER, SUPPLIERS_ADDRESS)),
        "the supplier's address after the door": connect(SUPPLIERS_ADDRESS),
        "another host inside the door": in_the_window(connect("tracker.example")),
        "the supplier from another thread": in_the_window(in_another_thread(connect(SUPPLIER))),
    }


def main(instance: Path) -> None:
    secrets = {"secret_key": "s" * 40, "processor_key": "p" * 40, "webhook_secret": "w" * 40}
    places = {"instance": instance, "redis_url": "redis://queue.example:6379/0", "host": "shop.example"}
    master = f"m1:{base64.b64encode(bytes(32)).decode()}"
    settings = load_settings({}, env="production", master_keys=(master,), **places, **secrets)
    with patch("socket.getaddrinfo", name_server):
        create_app(settings)
        found = {name: outcome(tried) for name, tried in tries().items()}
        guard.switch_off()
        found["anything once it is off"] = outcome(connect("203.0.113.9"))
    told = [json.loads(line) for file in (instance / "facts").glob("*") for line in file.read_text().splitlines()]
    print(json.dumps({"found": found, "told": told}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
