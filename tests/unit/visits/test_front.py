"""The door of the shop: whose word is believed about the client, the scheme and the host."""

from typing import Any

import pytest

from app.front import REQUEST_ID, Front, client_address

PUBLIC = "https://shop.example:8443"


class Door:
    """A front before an application that only notes what it was told."""

    def __init__(self, **options: Any) -> None:
        self.front = Front(self.app, PUBLIC, **options)
        self.told: dict[str, Any] | None = None
        self.status = ""
        self.headers: dict[str, str] = {}

    def app(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.told = environ
        start_response("200 OK", [])
        return [b""]

    def ask(self, scheme: str = "https", host: str = "shop.example:8443", **headers: str) -> dict[str, Any]:
        """What the application was told about the request; empty when it never saw it."""
        self.told = None
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "REMOTE_ADDR": headers.pop("peer", "192.0.2.1"),
            "HTTP_HOST": host,
            "wsgi.url_scheme": scheme,
            **headers,
        }
        self.front(environ, self.start_response)
        return self.told or {}

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self.status, self.headers = status, dict(headers)


FORGED = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PORT": "443",
    "HTTP_X_FORWARDED_PREFIX": "/evil",
    "HTTP_X_FORWARDED_SSL": "on",
    "HTTP_FORWARDED": "for=203.0.113.9;proto=https;host=evil.example",
    "HTTP_X_REAL_IP": "203.0.113.9",
    "HTTP_X_ORIGINAL_URL": "/staff",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    "HTTP_X_REQUEST_ID": "chosen-by-the-client",
}


def test_without_a_proxy_no_forwarded_header_is_believed_or_even_seen() -> None:
    told = Door().ask("http", **FORGED)
    assert told["REMOTE_ADDR"] == "192.0.2.1"
    assert told["wsgi.url_scheme"] == "http"
    assert not set(FORGED) & set(told)


def test_ordinary_headers_pass() -> None:
    told = Door().ask(HTTP_USER_AGENT="x", HTTP_X_REQUESTED_WITH="fetch", HTTP_COOKIE="a=b")
    assert (told["HTTP_USER_AGENT"], told["HTTP_X_REQUESTED_WITH"], told["HTTP_COOKIE"]) == ("x", "fetch", "a=b")


def test_one_proxy_is_believed_about_address_and_scheme_and_nothing_more() -> None:
    told = Door(proxies=1).ask("http", **FORGED)
    assert told["REMOTE_ADDR"] == "203.0.113.9"
    assert told["wsgi.url_scheme"] == "https"
    assert told["HTTP_HOST"] == "shop.example:8443"
    assert told.get("SCRIPT_NAME", "") == ""
    assert not set(FORGED) & set(told)


@pytest.mark.parametrize(("proxies", "address"), [(1, "198.51.100.3"), (2, "198.51.100.2"), (3, "203.0.113.9")])
def test_exactly_as_many_proxies_are_believed_as_there_are(proxies: int, address: str) -> None:
    said = "203.0.113.9, 198.51.100.2, 198.51.100.3"
    told = Door(proxies=proxies).ask(HTTP_X_FORWARDED_FOR=said, HTTP_X_FORWARDED_PROTO="https,https,https")
    assert told["REMOTE_ADDR"] == address


def test_a_chain_shorter_than_the_proxies_is_not_believed() -> None:
    assert Door(proxies=2).ask(HTTP_X_FORWARDED_FOR="203.0.113.9")["REMOTE_ADDR"] == "192.0.2.1"


@pytest.mark.parametrize("said", ["nonsense", '" onload=x', "203.0.113.9 GET / 200", "unknown", "", "999.1.1.1", "::g"])
def test_a_word_that_is_no_address_leaves_the_peers_own(said: str) -> None:
    assert Door(proxies=1).ask(HTTP_X_FORWARDED_FOR=said)["REMOTE_ADDR"] == "192.0.2.1"


@pytest.mark.parametrize("said", ["javascript", "ftp", "https:", "HTTPS "])
def test_a_word_that_is_no_scheme_leaves_the_connections_own(said: str) -> None:
    assert Door(proxies=1).ask("http", HTTP_X_FORWARDED_PROTO=said)["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:55000", "192.0.2.1"),
        ("[2001:db8::1]:55000", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("2001:0DB8:0::0001", "2001:db8::1"),
        ("192.0.2.1/24", None),
        ("", None),
        ("[", None),
    ],
)
def test_an_address_is_taken_without_port_brackets_and_zone(text: str, address: str | None) -> None:
    assert client_address(text) == address


def test_an_ipv4_peer_on_an_ipv6_listener_is_an_ipv4_address() -> None:
    assert Door().ask(peer="::ffff:192.0.2.1")["REMOTE_ADDR"] == "192.0.2.1"


@pytest.mark.parametrize("host", ["evil.example", "shop.example", "", "evil.example:8443@shop.example", "a,b"])
def test_a_plain_request_is_told_our_own_host_whatever_it_asked_for(host: str) -> None:
    assert Door().ask("http", host)["HTTP_HOST"] == "shop.example:8443"


@pytest.mark.parametrize(
    "host", ["evil.example", "shop.example.evil.example", "shop.example:1", "shop.example:8443,evil", "[::1]", "a b"]
)
def test_a_request_for_a_name_that_is_not_ours_is_misdirected(host: str) -> None:
    door = Door()
    assert door.ask(host=host) == {}
    assert door.status == "421 Misdirected Request"
    assert door.headers["Cache-Control"] == "no-store"
    assert "X-Request-Id" in door.headers


@pytest.mark.parametrize(
    "host", ["shop.example:8443", "shop.example", "SHOP.example:8443", "print.example", "print.example:8443"]
)
def test_our_own_names_are_answered(host: str) -> None:
    door = Door(hosts=("print.example",))
    assert door.ask(host=host)["HTTP_HOST"] == host


def test_a_request_without_a_host_is_for_us() -> None:
    assert Door().ask(host="")["HTTP_HOST"] == "shop.example:8443"


def test_every_request_has_a_fresh_id_that_the_answer_names() -> None:
    door, seen = Door(), set()
    for _ in range(50):
        told = door.ask(HTTP_X_REQUEST_ID="mine")
        assert door.headers["X-Request-Id"] == told[REQUEST_ID] != "mine"
        seen.add(told[REQUEST_ID])
    assert len(seen) == 50


def test_plain_requests_go_to_the_application_without_static_files() -> None:
    def plain(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("301 Moved Permanently", [])
        return [b"plain"]

    door = Door(plain=plain)
    assert door.ask("http") == {}
    assert door.status == "301 Moved Permanently"
    assert door.ask("https") != {}
