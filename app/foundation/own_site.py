"""The shop's own site as an outsider meets it: over TLS, by its own name, with no cookie but those it was given.

For checks. The connection goes to the shop's own address only; the name is verified against the certificate as any
browser does it, or against the local authority of a shop that made its own certificate.
"""

import http.client
import socket
import ssl
import warnings
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app

from app.config import Settings

AGENT = "OwnChecks/1.0"
"""What our own visits call themselves in the log; page counts leave them out."""
PATIENCE = 10.0
KEPT = "shop.own_site"
LONGEST = 5_000_000


class Unreachable(OSError):
    """The site does not answer, or the connection cannot be trusted."""


class Insecure(Unreachable):
    """Something answers, but no secure connection came about."""


class Untrusted(Insecure):
    """The certificate is not the site's own, has run out, or nobody vouches for it."""


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the wire; `headers` keep every line, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first line of that name, or nothing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def cookies(self) -> dict[str, str]:
        """Name and value of every cookie that the answer sets; one that it ends has no value."""
        jar: SimpleCookie = SimpleCookie()
        for line in self.all("set-cookie"):
            jar.load(line)
        return {name: morsel.value for name, morsel in jar.items()}


@dataclass(frozen=True)
class Handshake:
    """What a TLS connection to the site agreed on."""

    version: str
    cipher: str
    expires_at: datetime
    names: tuple[str, ...]


@dataclass
class OwnSite:
    """`base_url` is the public address; the connection itself goes to `host` and `port`."""

    base_url: str
    host: str
    port: int
    plain_port: int
    authority: Path | None = None
    jar: dict[str, str] = field(default_factory=dict)
    cookie_lines: list[str] = field(default_factory=list)
    """Every `Set-Cookie` that this visitor was sent, with its attributes."""

    def visitor(self) -> "OwnSite":
        """A new visitor, without cookies."""
        return replace(self, jar={}, cookie_lines=[])

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page; cookies are kept for this visitor's next request."""
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """Send a form, as the site's own page would."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base_url, **headers}
        return self._ask("POST", path, urlencode(form).encode(), sent)

    def handshake(self, *, old: bool = False) -> Handshake:
        """Connect and say what was agreed on; the certificate is verified. `old` offers TLS 1.1 and nothing newer.

        Raises:
            Unreachable: no connection, an unsure certificate, or no version that both sides speak.
        """
        context = self._context()
        if old:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # an old version is asked for to see it refused
                context.maximum_version = ssl.TLSVersion.TLSv1_1
            # Our own library must be ready for what the server is asked to refuse, or its refusal proves nothing.
            context.set_ciphers("ALL:@SECLEVEL=0")
        with self._secure(context) as secured:
            certificate = secured.getpeercert() or {}
            until = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
            listed: tuple[tuple[str, str], ...] = certificate.get("subjectAltName", ())  # type: ignore[assignment]  # pairs
            names = tuple(value for _, value in listed)
            cipher = secured.cipher()
            return Handshake(
                secured.version() or "", cipher[0] if cipher else "", datetime.fromtimestamp(until, UTC), names
            )

    def plain(self, path: str, **headers: str) -> Answer:
        """Ask the listener without TLS, as somebody does who types the bare name.

        Raises:
            Unreachable: it does not answer.
        """
        try:
            connection = http.client.HTTPConnection(self.host, self.plain_port, timeout=PATIENCE)
            return _exchange(connection, "GET", path, b"", {"Host": self._name, "User-Agent": AGENT, **headers})
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error

    @property
    def _name(self) -> str:
        return urlsplit(self.base_url).netloc

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        every = {"Host": self._name, "User-Agent": AGENT, **({"Cookie": cookies} if cookies else {}), **named}
        try:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
            connection.sock = self._secure(self._context())
            answer = _exchange(connection, method, path, body, every)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        self.cookie_lines += answer.all("set-cookie")
        for name, value in answer.cookies.items():
            if value:
                self.jar[name] = value
            else:
                self.jar.pop(name, None)
        return answer

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority) if self.authority else None)

    def _secure(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        try:
            bare = socket.create_connection((self.host, self.port), timeout=PATIENCE)
        except OSError as error:
            raise Unreachable(type(error).__name__) from error
        try:
            return context.wrap_socket(bare, server_hostname=urlsplit(self.base_url).hostname)
        except (OSError, ValueError) as error:
            bare.close()
            raise _refused(error)(f"{type(error).__name__}: {getattr(error, 'reason', '')}") from error


def _refused(error: Exception) -> type[Unreachable]:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted
    return Insecure if isinstance(error, ssl.SSLError) else Unreachable


def _exchange(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]
) -> Answer:
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        lines = tuple((name.lower(), value) for name, value in response.getheaders())
        return Answer(response.status, lines, response.read(LONGEST))
    finally:
        connection.close()


def bind(app: Flask, settings: Settings) -> None:
    """Tell the application where it can be met."""
    where = urlsplit(settings.base_url)
    local = settings.instance / "tls" / "ca.pem"
    authority = None if settings.tls_cert else local
    app.extensions[KEPT] = OwnSite(
        settings.base_url, where.hostname or settings.host, where.port or 443, settings.plain_port, authority
    )


def own_site() -> OwnSite:
    """The site, as a visitor without cookies meets it."""
    site: OwnSite = current_app.extensions[KEPT]
    if site.authority is not None and not site.authority.exists():
        raise Unreachable("no certificate was made yet")
    return site.visitor()
