"""HTML to the text that a person sees, in one pass.

The standard parser takes quadratic time on unclosed tags and comments, and anybody may write to us; this scanner jumps
from one `<` to the next and never looks back. Quoted mail becomes lines that begin with `>`, so that what follows
treats both kinds of mail alike. Scripts, styles, comments, hidden text and marked signatures are left out.
"""

import re
from dataclasses import dataclass
from html import unescape

LIMIT = 400_000
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]{1,40})\s{0,5}=\s{0,5}(\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\s\"'>]{1,500})")
BARE_HIDDEN = re.compile(r"\shidden(?=[\s/>]|$)", re.IGNORECASE)
ATTRIBUTES = 4000
RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title", "head", "template")}
BREAKS = {"br", "p", "div", "li", "tr", "table", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "section"}
BREAKS |= {"article", "header", "footer", "blockquote", "pre", "dd", "dt", "center", "body"}
CELLS = {"td", "th"}
VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr"}
SELF_CLOSING = {"p", "li"}
QUOTING = ("gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "tutanota_quote", "zmail_extra")
SIGNING = ("gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature")
REST_QUOTED = {"divrplyfwdmsg", "outlookmessageheader", "replysplit"}
"""Outlook marks where the earlier mail begins, not where it ends."""
HIDING = ("display:none", "visibility:hidden", "mso-hide:all", "font-size:0;", "font-size:0px", "opacity:0;")
REGIONS = 10
CUT = "-----Original Message-----"


@dataclass
class Region:
    """A marked element that is open: `skip` for what is not shown, else a quotation. `depth` counts its own kind."""

    name: str
    skip: bool
    depth: int = 1


def to_text(html: str) -> str:
    """The visible text of a page of mail, with quotations marked."""
    html = html[:LIMIT]
    scanner = Scanner()
    place = 0
    while place < len(html):
        start = html.find("<", place)
        if start < 0:
            scanner.words(html[place:])
            break
        scanner.words(html[place:start])
        place = scanner.markup(html, start)
    return scanner.finish()


class Scanner:
    """Gathers lines while the scan goes on."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.regions: list[Region] = []

    def words(self, text: str) -> None:
        """Text between tags."""
        if text and not any(region.skip for region in self.regions):
            self.line.append(unescape(text) if "&" in text else text)

    def markup(self, html: str, start: int) -> int:
        """What begins with `<` at `start`; answers where to go on."""
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            return len(html) if end < 0 else end + 3
        tag = TAG.match(html, start)
        if tag is None:
            return self._no_tag(html, start)
        end = _tag_end(html, tag.end())
        if end < 0:
            self.words(html[start:])
            return len(html)
        name = tag[2].lower()
        if tag[1]:
            self.close(name)
            return end + 1
        if name in RAW:
            closing = RAW[name].search(html, end)
            return closing.start() if closing else len(html)
        attributes = html[tag.end() : min(end, tag.end() + ATTRIBUTES)]
        return len(html) if self.open(name, attributes) else end + 1

    def _no_tag(self, html: str, start: int) -> int:
        """A declaration is passed over; a lone `<` is text."""
        if html[start + 1 : start + 2] in {"!", "?", "/"}:
            end = html.find(">", start)
            return len(html) if end < 0 else end + 1
        self.words("<")
        return start + 1

    def open(self, name: str, attributes: str) -> bool:
        """An opening tag. True means that all that follows is an earlier mail."""
        self._break(name)
        if name in SELF_CLOSING:
            self.regions = [region for region in self.regions if region.name != name]
        if name in VOID or attributes.endswith("/"):
            return False
        for region in self.regions:
            region.depth += region.name == name
        mark = _mark(name, attributes)
        if mark == "rest":
            self.lines += ["", CUT]
            return True
        if mark and len(self.regions) < REGIONS:
            self._flush()
            self.regions.append(Region(name, mark == "skip"))
        return False

    def close(self, name: str) -> None:
        """A closing tag ends its region and whatever was left open in it."""
        self._break(name)
        for place, region in enumerate(self.regions):
            region.depth -= region.name == name
            if not region.depth:
                self._flush()
                del self.regions[place:]
                return

    def _break(self, name: str) -> None:
        if name in BREAKS:
            self._flush()
        elif name in CELLS:
            self.line.append(" ")

    def _flush(self) -> None:
        text = " ".join("".join(self.line).split())
        self.line = []
        depth = sum(not region.skip for region in self.regions)
        if text or (self.lines and self.lines[-1].strip("> ")):
            self.lines.append("> " * depth + text)

    def finish(self) -> str:
        """All lines, once the scan is over."""
        self._flush()
        return "\n".join(self.lines).strip("\n")


def _tag_end(html: str, place: int) -> int:
    """Where a tag that began before `place` ends. A `>` inside quotation marks is passed over a few times only."""
    start, end = place, html.find(">", place)
    for _ in range(5):
        inside = html[start : min(end, start + ATTRIBUTES)]
        if end < 0 or (inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0):
            break
        further = html.find(">", end + 1, end + ATTRIBUTES)
        if further < 0:
            break
        end = further
    return end


def _mark(name: str, attributes: str) -> str:
    """Whether an element is a quotation, is not to be seen, or begins the earlier mail."""
    if name == "blockquote":
        return "quote"
    if "=" not in attributes:
        return "skip" if BARE_HIDDEN.search(attributes) else ""
    found = {key.lower(): value.strip("\"'").lower() for key, value in ATTRIBUTE.findall(attributes)}
    classes, label = found.get("class", ""), found.get("id", "")
    if label in REST_QUOTED or classes in REST_QUOTED:
        return "rest"
    style = found.get("style", "").replace(" ", "") + ";"
    if any(hint in style for hint in HIDING) or BARE_HIDDEN.search(attributes):
        return "skip"
    if label == "signature" or any(sign in classes for sign in SIGNING):
        return "skip"
    return "quote" if any(sign in classes for sign in QUOTING) else ""
