"""The suite itself cannot leave this machine."""

import socket

import pytest

from tests.loopback_only import LeavesThisMachine


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.com", b"example.com", "127.0.0.1.example.com"])
def test_a_look_up_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(LeavesThisMachine):
        socket.getaddrinfo(host, 443)


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_connection_to_another_machine_is_refused(kind: socket.SocketKind) -> None:
    with socket.socket(type=kind) as plug, pytest.raises(LeavesThisMachine):
        plug.connect(("192.0.2.1", 443))


def test_a_packet_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as plug, pytest.raises(LeavesThisMachine):
        plug.sendto(b"hello", ("192.0.2.1", 53))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert socket.getaddrinfo("localhost", 80)
