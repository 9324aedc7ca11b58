"""The connection itself: a handshake with the site's own TLS, and the certificate it shows."""

from app.foundation import clock, rules
from app.foundation.checks import Broken, Check, Result, verdict
from app.foundation.own_site import Insecure, OwnSite, Untrusted, own_site

rules.declare(
    rules.Rule(
        "evidence.certificate-days", 14, "days", "How long before its end the site's certificate must be replaced"
    )
)
MODERN = ("TLSv1.2", "TLSv1.3")
MOVED = frozenset({301, 302, 303, 307, 308})


def _handshake() -> Result:
    """Plain requests are led to HTTPS, a modern handshake works, an old one is refused."""
    site = own_site()
    agreed = _agreed(site)
    if agreed not in MODERN:
        return verdict(False, f"The connection came about with {agreed}, which is no longer safe.")
    plain = site.plain("/")
    if plain.status not in MOVED or not plain.header("location").startswith("https://"):
        return verdict(False, f"A request without TLS was answered {plain.status} instead of being led to HTTPS.")
    if _speaks_old(site):
        return verdict(False, "The site still agrees to TLS 1.1.")
    return verdict(True, f"A handshake of our own came about with {agreed}; TLS 1.1 was refused; "
                         f"a request without TLS was led to HTTPS ({plain.status}).")  # fmt: skip


def _agreed(site: OwnSite) -> str:
    try:
        return site.handshake().version
    except Untrusted:
        raise  # the certificate is another check's matter
    except Insecure as error:
        raise Broken(f"No secure connection came about ({error}).") from None


def _speaks_old(site: OwnSite) -> bool:
    try:
        site.handshake(old=True)
    except Insecure:
        return False
    return True


def _certificate() -> Result:
    """The chain leads to an authority that browsers (or this machine) trust, and the name is the site's own."""
    site = own_site()
    try:
        shown = site.handshake()
    except Untrusted as error:
        return verdict(False, f"The certificate does not prove who we are ({error}).")
    left = (shown.expires_at - clock.now()).days
    names = ", ".join(shown.names)
    until = clock.spoken_date(shown.expires_at)
    return verdict(
        left >= rules.whole("evidence.certificate-days"),
        f"The certificate for {names} was verified; it is good until {until}, {left} days from now.",
    )


TLS_HANDSHAKE = Check(
    "tls-handshake",
    "Whoever types the bare address is led to HTTPS; the site agrees to TLS 1.2 or 1.3 and refuses anything older.",
    _handshake,
    (77,),
    yourself="Open http:// and the name of this site: the address turns into https://. Or run the commands of the page "
    "“Test it yourself”.",
)
CERTIFICATE_VERIFIES = Check(
    "certificate-verifies",
    "The certificate that the site shows bears its name, is vouched for, and does not run out within two weeks.",
    _certificate,
    (78,),
    yourself="Click the sign beside the address in your browser and look at the certificate: whose name, until when.",
)
