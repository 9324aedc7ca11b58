"""What the site's pages send along for their protection, and that a browser loads nothing of them from elsewhere."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from flask import current_app

from app.foundation import own_pages
from app.foundation.checks import Check, Result, verdict
from app.foundation.own_site import Answer, OwnSite, own_site

LOOKED_AT = ("/", "/privacy-policy", "/sign-in")
SURE = re.compile(r"GCM|CHACHA20|CCM")
"""Ciphers that notice any change of what was sent; every one of TLS 1.3 does."""
FETCHING = ("default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "frame-src", "media-src",
            "object-src", "manifest-src", "worker-src", "child-src")  # fmt: skip


def _integrity() -> Result:
    """The cipher notices changes, and every page forbids what would let others change it."""
    site = own_site()
    agreed = site.handshake()
    faults = [] if agreed.version == "TLSv1.3" or SURE.search(agreed.cipher) else [f"the cipher {agreed.cipher}"]
    production = current_app.extensions["shop.settings"].production
    for path in LOOKED_AT:
        faults += [f"{path} lacks {missing}" for missing in _missing(site.get(path), production)]
    if faults:
        return verdict(False, f"Not as it should be: {'; '.join(faults)}.")
    return verdict(True, f"{agreed.version} with {agreed.cipher} notices every change on the way; "
                         f"{len(LOOKED_AT)} pages carry all their protecting headers.")  # fmt: skip


def _missing(answer: Answer, production: bool) -> Iterator[str]:
    policy = answer.header("content-security-policy")
    if not policy:
        yield "Content-Security-Policy"
    elif "unsafe-" in policy:
        yield "a strict Content-Security-Policy"
    if answer.header("x-content-type-options").lower() != "nosniff":
        yield "X-Content-Type-Options: nosniff"
    if production and "max-age=" not in answer.header("strict-transport-security"):
        yield "Strict-Transport-Security"


def _no_foreign() -> Result:
    """Pages and their style sheets name nothing to load from another host, and the browser is told to allow none."""
    site, faults, loads = own_site(), list[str](), set[str]()
    paths = [*LOOKED_AT, *_a_product(site)]
    for path in paths:
        answer = site.get(path)
        found = [urljoin(path, load) for load in own_pages.read(answer.text).loads]
        faults += [f"{path} loads from {_host(load)}" for load in found if _foreign(load, site)]
        faults += [f"{path} allows {allowed}" for allowed in _allowed(answer, site)]
        loads.update(load for load in found if not _foreign(load, site))
    for sheet in sorted(load for load in loads if urlsplit(load).path.endswith(".css")):
        inside = [urljoin(sheet, load) for load in own_pages.style_loads(site.get(sheet).text)]
        faults += [f"a style sheet loads from {_host(load)}" for load in inside if _foreign(load, site)]
    if faults:
        return verdict(False, f"Something would come from another host: {'; '.join(dict.fromkeys(faults))}.")
    return verdict(True, f"{len(paths)} pages load {len(loads)} files, all from this site, and allow no other host.")


def _a_product(site: OwnSite) -> list[str]:
    links = own_pages.read(site.get("/products").text).links
    return [link for link in links if link.startswith("/products/")][:1]


def _host(address: str) -> str:
    return urlsplit(address).netloc or urlsplit(address).scheme


def _foreign(address: str, site: OwnSite) -> bool:
    parts = urlsplit(address)
    return parts.scheme not in {"", "https", "data"} or parts.netloc not in {"", urlsplit(site.base_url).netloc}


def _allowed(answer: Answer, site: OwnSite) -> Iterator[str]:
    """Sources beyond our own that the page's content policy allows; a missing policy allows all."""
    policy = sources(answer.header("content-security-policy"))
    if "default-src" not in policy:
        yield "every host"
    for name in FETCHING:
        for source in policy.get(name, ()):
            if source not in {"'none'", "'self'", "data:"} and not source.startswith(("'nonce-", "'sha")):
                yield f"{source} in {name}"


def sources(policy: str) -> dict[str, list[str]]:
    """A content policy's sources by directive."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {words[0].lower(): words[1:] for words in parts}


MESSAGE_INTEGRITY = Check(
    "message-integrity",
    "The cipher of the connection notices any change on the way, and each page carries the headers that keep others "
    "from changing what the browser makes of it.",
    _integrity,
    (79,),
    yourself="Run: curl --head with the address of this page, and look for Content-Security-Policy and "
    "X-Content-Type-Options.",
)
NO_FOREIGN_REQUESTS = Check(
    "no-foreign-requests",
    "Pages and style sheets load nothing from another host, so no cookie and no address of yours gets there.",
    _no_foreign,
    (58,),
    minutes=30,
    yourself="Open the developer tools of your browser, then any page: under Network, every line is this site.",
)
