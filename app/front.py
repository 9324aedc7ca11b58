"""The door of the shop: who is really speaking, over which scheme, to which of our names.

One WSGI middleware around the Flask application, inside the extended log. Everything behind it may trust
``REMOTE_ADDR``, ``wsgi.url_scheme`` and ``HTTP_HOST``.
"""

import secrets
from collections.abc import Iterable, Sequence
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "shop.request_id"

# What proxies, load balancers and rewriting front ends use to speak about the client. Flask-Talisman, for
# one, believes X-Forwarded-Proto from anybody.
FORWARDED = frozenset(
    {
        "HTTP_CF_CONNECTING_IP",
        "HTTP_CLIENT_IP",
        "HTTP_FASTLY_CLIENT_IP",
        "HTTP_FORWARDED",
        "HTTP_FRONT_END_HTTPS",
        "HTTP_PROXY",
        "HTTP_TRUE_CLIENT_IP",
        "HTTP_X_CLIENT_IP",
        "HTTP_X_CLUSTER_CLIENT_IP",
        "HTTP_X_HOST",
        "HTTP_X_HTTP_METHOD_OVERRIDE",
        "HTTP_X_ORIGINAL_HOST",
        "HTTP_X_ORIGINAL_URL",
        "HTTP_X_REAL_IP",
        "HTTP_X_REQUEST_ID",
        "HTTP_X_REWRITE_URL",
        "HTTP_X_SCHEME",
        "HTTP_X_URL_SCHEME",
    }
)
_MISDIRECTED = b"This address is not one of ours. Please check the name in your browser's address line.\n"
_PLAIN_HEADERS = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(_MISDIRECTED))),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)


class Front:
    """Sets the peer's address, the scheme, the host and a request id, and believes no stranger about them.

    No forwarded header is believed beyond ``proxies``: with 0 all are removed unread; with n the n-th
    value from the right of ``X-Forwarded-For`` and ``X-Forwarded-Proto`` is taken and then all are
    removed. A plain request is told the shop's own host, so that the redirect to HTTPS made from it can
    only lead here. A request over TLS for a name that is not ours is answered with 421.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        public_url: str,
        proxies: int = 0,
        hosts: Sequence[str] = (),
        plain: "WSGIApplication | None" = None,
    ) -> None:
        """public_url is the shop's address (``https://shop.example:8443``); hosts are further names.

        plain answers plain requests instead of app: the application without its static files, which
        would be served before the redirect to HTTPS is made.
        """
        self.app = app
        self.plain = plain or app
        self.host = urlsplit(public_url).netloc.lower()
        self.hosts = _with_port(hosts, self.host)
        door = cast("WSGIApplication", self._enter)
        self._door = ProxyFix(door, x_for=proxies, x_proto=proxies) if proxies else door

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request_id = secrets.token_hex(8)

        def name_request(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("X-Request-Id", request_id)], exc_info)

        environ[REQUEST_ID] = request_id
        return self._door(environ, cast("StartResponse", name_request))

    def _enter(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _settle_peer(environ)
        _drop_forwarded(environ)
        asked = environ.get("HTTP_HOST", "").lower()
        if environ["wsgi.url_scheme"] != "https":
            environ["HTTP_HOST"] = self.host
            return self.plain(environ, start_response)
        if not asked:
            environ["HTTP_HOST"] = self.host
        elif asked not in self.hosts:
            start_response("421 Misdirected Request", list(_PLAIN_HEADERS))
            return [_MISDIRECTED]
        return self.app(environ, start_response)


def client_address(text: str) -> str | None:
    """The address in text as it is logged, without port, brackets or zone; None when it is not one."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def _settle_peer(environ: "WSGIEnvironment") -> None:
    """Keep the connection's own address or scheme where the proxy's word is not an address or a scheme."""
    own = environ.pop("werkzeug.proxy_fix.orig", None)
    peer = environ.get("REMOTE_ADDR") or ""
    if own is None and ":" not in peer:
        return
    own = own or {}
    environ["REMOTE_ADDR"] = client_address(peer) or client_address(own.get("REMOTE_ADDR") or "") or ""
    if environ["wsgi.url_scheme"] not in ("http", "https"):
        environ["wsgi.url_scheme"] = own.get("wsgi.url_scheme", "http")


def _drop_forwarded(environ: "WSGIEnvironment") -> None:
    for key in [key for key in environ if key in FORWARDED or key.startswith("HTTP_X_FORWARDED")]:
        del environ[key]


def _with_port(names: Sequence[str], own: str) -> frozenset[str]:
    """Each name as a browser may send it: bare, or with the shop's own port."""
    own_name, _, port = own.partition(":")
    found = {own, own_name}
    for name in names:
        found |= {
            name.lower(),
            f"{name.lower()}:{port}" if port and ":" not in name else name.lower(),
        }
    return frozenset(found)
