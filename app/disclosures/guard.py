"""The host allow-list of a whole process: what the door did not open cannot be connected to.

Python reports each connection and name look-up to audit hooks before it happens. This one refuses every host but
this machine, the hosts of the settings, and, inside the door and only there, the host of the supplier being called.
A hook can never be removed, so it is switched by the module's own list. Native libraries (the database's, the file
store's) are not seen by it; they are given the addresses of the settings and nothing else.
"""

import ipaddress
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from app.audit import service as audit
from app.config import Settings
from app.foundation import facts
from app.foundation.acts import Act
from app.foundation.facts import Fact

log = logging.getLogger(__name__)
CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
LOOKS_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
ASKS = "shop.may-connect"
"""Our own event of that kind: whether a host would be refused, without a socket and without a note of it."""
REFUSED = "connection.undisclosed"
"""The kind of fact, and of audit entry, that a refused connection leaves."""


@dataclass
class Allowed:
    """Names that may be looked up, and the addresses that their look-up gave."""

    names: frozenset[str]
    addresses: set[str] = field(default_factory=set)

    def holds(self, host: str) -> bool:
        return host in self.names or host in self.addresses


@dataclass
class Guard:
    """The process's own guard: the list while it is on, and where a refused connection is written down."""

    allowed: Allowed | None = None
    tell: Callable[[str], None] | None = None
    installed: bool = False


_guard = Guard()
_window: ContextVar[Allowed | None] = ContextVar("window", default=None)


def hosts_of(settings: Settings) -> frozenset[str]:
    """The infrastructure that the settings name: database, queue, file store, our mailbox, the shop's own address."""
    stores = (settings.database_url, settings.keys_url, settings.redis_url, settings.jobs_url, settings.files_url)
    urls = (*stores, settings.base_url)
    return frozenset(filter(None, (settings.host, settings.imap_host, *(urlsplit(url).hostname for url in urls))))


def install(app: Flask, names: frozenset[str]) -> None:
    """Switch the guard on for this process: `names` and this machine may be reached, nothing else."""

    def tell(host: str) -> None:
        with app.app_context():
            facts.append(REFUSED, host=host)

    _guard.allowed, _guard.tell = Allowed(frozenset(_plain(name) for name in names)), tell
    if not _guard.installed:
        _guard.installed = True
        _remember_addresses()
        sys.addaudithook(_watch)


def is_on() -> bool:
    """Whether this process is guarded."""
    return _guard.allowed is not None


def refuses(host: str) -> bool:
    """Whether a connection to the host would be refused here and now; asked of the hook itself, no packet leaves."""
    try:
        sys.audit(ASKS, host)
    except PermissionError:
        return True
    return False


def switch_off() -> None:
    """Let the process connect freely again: for tests that made a production shop."""
    _guard.allowed = None


@contextmanager
def window(netloc: str) -> Iterator[None]:
    """Let this thread, for as long as the context lasts, reach the host of this `host:port` as well."""
    host = _plain(urlsplit(f"//{netloc}").hostname or "")
    mark = _window.set(Allowed(frozenset({host})))
    try:
        yield
    finally:
        _window.reset(mark)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if _guard.allowed is None or not (event in CONNECTS or event in LOOKS_UP or event == ASKS):
        return
    host = _plain(_host_of(args[1]) if event in CONNECTS else args[0])
    if _may_reach(host):
        return
    if event == ASKS:
        raise PermissionError(host)
    _refuse(host)


def _host_of(address: Any) -> Any:
    """The host of an address; a path, or a place in the kernel, is on this machine."""
    return address[0] if isinstance(address, tuple) and address else None


def _plain(host: Any) -> str:
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    return text.strip("[]").partition("%")[0].rstrip(".").lower() if isinstance(text, str) else ""


def _may_reach(host: str) -> bool:
    if host in ("", "localhost") or _is_here(host):
        return True
    return any(allowed is not None and allowed.holds(host) for allowed in (_guard.allowed, _window.get()))


def _is_here(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(host: str) -> None:
    log.error("undisclosed connection to %s refused", host)
    try:
        if _guard.tell is not None:
            _guard.tell(host)
    except Exception:
        log.exception("the undisclosed connection could not be written down")
    raise PermissionError(f"An undisclosed connection to {host} was refused.")


def _remember_addresses() -> None:
    """Keep the addresses that allowed names resolve to: a connection names its address only."""
    look_up = socket.getaddrinfo

    def remembering(host: Any, *rest: Any, **named: Any) -> Any:
        found = look_up(host, *rest, **named)
        for allowed in (_guard.allowed, _window.get()):
            if allowed is not None and _plain(host) in allowed.names:
                allowed.addresses.update(_plain(entry[4][0]) for entry in found)
        return found

    socket.getaddrinfo = remembering  # every client of the standard library looks it up here


def fold_refused(act: Act, refused: list[Fact]) -> None:
    """Audit the connections that were refused."""
    for fact in refused:
        audit.record(act, REFUSED, f"host:{fact['host']}"[:80], host=str(fact["host"]), at=str(fact["at"]))
