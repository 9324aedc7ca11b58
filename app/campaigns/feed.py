"""The list of site updates for feed readers (RFC 4287)."""

from collections.abc import Sequence
from xml.etree import ElementTree

from app.campaigns.letters import MailedText
from app.campaigns.views import Update
from app.foundation import clock
from app.policy.feeds import ATOM, ATOM_TYPE, BEFORE_ALL

TYPE = ATOM_TYPE
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(company: str, base: str, entries: Sequence[tuple[Update, MailedText]]) -> str:
    """The updates as an Atom feed, the newest first; one that was withdrawn stays and says so."""
    feed = ElementTree.Element(_name("feed"), {XML_LANG: "en"})
    address = f"{base}/updates"
    _add(feed, "id", f"{address}.atom")
    _add(feed, "title", f"What is new at {company}")
    _add(feed, "updated", clock.iso(max((update.changed_at for update, _ in entries), default=BEFORE_ALL)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=address)
    _add(ElementTree.SubElement(feed, _name("author")), "name", company)
    for update, text in entries:
        _entry(ElementTree.SubElement(feed, _name("entry")), update, text, base + update.path)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(element: ElementTree.Element, update: Update, text: MailedText, address: str) -> None:
    gone = update.withdrawn_at is not None
    _add(element, "id", address)
    _add(element, "title", f"{update.subject} (withdrawn)" if gone else update.subject)
    _add(element, "updated", clock.iso(update.changed_at))
    _add(element, "published", clock.iso(update.published_at))
    _add(element, "link", rel="alternate", type="text/html", href=address)
    _add(element, "content", "We took this update back." if gone else str(text.html), type="text" if gone else "html")


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> None:
    ElementTree.SubElement(parent, _name(tag), attributes).text = text or None
