"""No test reaches a host that is not loopback: Python asks here before each connection and look-up."""

import ipaddress
import sys
from typing import Any

CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname"}


class LeavesThisMachine(BaseException):
    """A test tried to reach another host. No `except Exception` on the way may hide it."""


def watch() -> None:
    """Refuse, from now on and for the whole process, every host but this machine."""
    sys.addaudithook(_ask)


def _ask(event: str, args: tuple[Any, ...]) -> None:
    if event in CONNECTS:
        host = args[1][0] if isinstance(args[1], tuple) and args[1] else ""
    elif event in LOOKS_UP:
        host = args[0]
    else:
        return
    if not is_here(host):
        raise LeavesThisMachine(f"{event} to {host!r}")


def is_here(host: Any) -> bool:
    """Whether a host is this machine; a path or a place in the kernel is."""
    text = host.decode() if isinstance(host, bytes) else host
    if not isinstance(text, str) or text in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
