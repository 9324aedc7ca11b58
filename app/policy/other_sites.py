"""Every other site that a page of ours leads to: drawn from the text in force, the templates and the settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from flask import current_app
from jinja2 import Environment

from app.policy import live_values, markdown
from app.policy.views import PublishedVersion

HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
LITERAL = re.compile(r"<a\b[^>]*?\bhref=\"((?:https?:)?//[^\"{]+)")
KEPT = "shop.links_in_templates"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link to another site stands, in words; `href` is the page, "" where it has none of its own."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class OtherSite:
    """A host that is not ours, and every place that leads there."""

    host: str
    places: tuple[Place, ...]


def register(shown: PublishedVersion | None) -> tuple[OtherSite, ...]:
    """The other sites by host; `shown` is the text in force."""
    found: dict[str, dict[Place, None]] = {}
    for host, place in _all(shown):
        found.setdefault(host, {})[place] = None
    return tuple(OtherSite(host, tuple(found[host])) for host in sorted(found))


def _all(shown: PublishedVersion | None) -> Iterator[tuple[str, Place]]:
    own = live_values.own_hosts()
    yield (
        urlsplit(current_app.extensions["shop.settings"].processor_base).netloc,
        Place("the card processor's own page, after “Pay” at the end of an order", ""),
    )
    for clause in shown.clauses if shown else ():
        for href in HREF.findall(clause.heading_html + clause.html):
            if markdown.leaves(unescape(href), own):
                place = Place(f"the policy: {clause.heading}", f"/privacy-policy#{clause.anchor}")
                yield host_of(unescape(href)), place
    for name, host in _in_templates(current_app.jinja_env):
        if host not in own:
            yield host, Place(f"a page of the shop ({name.removesuffix('.html')})", "")


def host_of(href: str) -> str:
    """The host of an address in small letters; an address that cannot be read is named whole."""
    try:
        return (urlsplit(href).hostname or href).rstrip(".").lower()
    except ValueError:
        return href


def _in_templates(environment: Environment) -> tuple[tuple[str, str], ...]:
    """Template and host of each address of another site that a template holds; read once in each process."""
    kept: tuple[tuple[str, str], ...] | None = current_app.extensions.get(KEPT)
    if kept is None:
        kept = current_app.extensions[KEPT] = tuple(_read(environment))
    return kept


def _read(environment: Environment) -> Iterator[tuple[str, str]]:
    loader = environment.loader
    for name in environment.list_templates(extensions=["html"]) if loader else ():
        source = loader.get_source(environment, name)[0] if loader else ""
        for href in LITERAL.findall(source):
            yield name, host_of(href)
