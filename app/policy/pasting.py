"""What somebody pastes from a word processor or a web page, as the Markdown of a policy.

Headings, lists with their levels, bold, italic, links and the lines of tables come over; everything else is left
behind. The HTML passes an allow-list first, so that only well-formed, harmless elements are read here.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import nh3

from app.policy.anchors import propose, written_mark
from app.policy.markdown import OUR_SCHEMES, scheme_of
from app.policy.rendering import UNPRINTABLE

LONGEST_PASTE = 4_000_000
"""Characters of HTML; a word processor sends about twenty for each that is read."""
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAKS = {"p", "div", "blockquote", "pre", "tr", "table", "ul", "ol", "li", "hr", "br", *HEADINGS}
BOLD, ITALIC = {"b", "strong"}, {"i", "em", "cite", "dfn"}
TAGS = BREAKS | BOLD | ITALIC | {"a", "span", "td", "th"}
UNREAD = {"script", "style", "title", "noscript", "template", "iframe", "object", "textarea", "select", "svg", "math"}
LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d)")
HEAVY = re.compile(r"font-weight:\s*(bold|[6-9]00)")
LIGHT = re.compile(r"font-weight:\s*(normal|[1-5]00)")
SLANTED = re.compile(r"font-style:\s*(italic|oblique)")
UNSEEN = re.compile(r"display:\s*none|mso-hide:\s*all|mso-list:\s*ignore", re.IGNORECASE)
NUMBERED = re.compile(r"\(?(?:\d+|[a-z]{1,4})[.)]", re.IGNORECASE)
SPACES = re.compile(r"[ \t\r\n\xa0]+")
SPECIAL = re.compile(r"[\\`*\[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w{1,31};)")
AT_START = re.compile(r"^(?:([#>+=~-])|(\d{1,9})([.)]))(?=\s|[#>+=~-]|$)")


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of words looks."""

    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(slots=True)
class Block:
    """A paragraph (`level` 0), a heading, or an item of a list (`depth` from 1)."""

    level: int = 0
    depth: int = 0
    ordered: bool = False
    runs: list[tuple[str, Style]] = field(default_factory=list)

    def words(self) -> str:
        return SPACES.sub(" ", "".join(text for text, _ in self.runs)).strip()


def markdown_of(html: str, taken: Collection[str] = ()) -> str:
    """The pasted HTML as Markdown; each heading gets an anchor that is not `taken` yet. Empty when nothing is left."""
    reader = _Reader()
    reader.feed(_cleaned(html))
    reader.close()
    reader.end_block()
    return _written([block for block in reader.blocks if block.words()], set(taken))


def _cleaned(html: str) -> str:
    return nh3.clean(
        UNPRINTABLE.sub("", html),
        tags=TAGS,
        clean_content_tags=UNREAD,
        attributes={"*": {"class", "style"}, "a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


class _Reader(HTMLParser):
    """Collects blocks of styled words; `open` holds how each open element found the style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.block = Block()
        self.open: list[tuple[Style, bool]] = []
        self.lists: list[bool] = []
        self.style, self.unseen = Style(), False
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BREAKS:
            self._break(tag, given)
        if tag in {"br", "hr"}:
            return
        self.open.append((self.style, self.unseen))
        self.style = _styled(self.style, tag, given)
        self.unseen = self.unseen or bool(UNSEEN.search(given.get("style", "")))
        if tag in {"td", "th"}:
            self._cell()

    def handle_endtag(self, tag: str) -> None:
        # The allow-list closed every element in its order, so the innermost open one is meant.
        self.style, self.unseen = self.open.pop()
        if tag in {"ul", "ol"} and self.lists:
            self.end_block()
            self.lists.pop()
        elif tag in BREAKS and not self.cells:
            self.end_block()
        if tag == "tr":
            self.cells = 0
            while self.block.runs and not self.block.runs[-1][0].strip("; \n\xa0"):
                self.block.runs.pop()
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.block.runs.append((data, self.style))
        elif self.block.depth and NUMBERED.match(data.strip()):
            # Word writes the number of a list's item as words that are not to be read again.
            self.block.ordered = True

    def end_block(self) -> None:
        """Put the block away; an item goes on with the next one as a paragraph of its own."""
        self.blocks.append(self.block)
        self.block = Block()

    def _break(self, tag: str, given: dict[str, str]) -> None:
        if self.cells:
            self.block.runs.append((" ", Style()))
            return
        if tag == "p" and self.block.depth and not self.block.words():
            return
        self.end_block()
        if tag in {"ul", "ol"}:
            self.lists.append(tag == "ol")
        elif tag == "li":
            self.block.depth, self.block.ordered = max(len(self.lists), 1), bool(self.lists and self.lists[-1])
        elif tag == "tr":
            self.block.depth = len(self.lists) + 1
        elif found := LEVEL.search(given.get("style", "")):
            self.block.depth = int(found[1]) if tag == "p" else 0
        self.block.level = 1 if "MsoTitle" in given.get("class", "") else HEADINGS.get(tag, 0)

    def _cell(self) -> None:
        self.cells += 1
        if self.block.words():
            self.block.runs.append(("; ", Style()))


def _styled(style: Style, tag: str, given: dict[str, str]) -> Style:
    css = given.get("style", "").lower()
    bold = (style.bold or tag in BOLD or bool(HEAVY.search(css))) and not LIGHT.search(css)
    italic = style.italic or tag in ITALIC or bool(SLANTED.search(css))
    return replace(style, bold=bold, italic=italic, href=_address(given.get("href", "")) or style.href)


def _address(href: str) -> str:
    """The link's target where a policy may link to it; places inside the pasted text are not here."""
    href = href.strip()
    if not href or href.startswith("#") or scheme_of(href) not in OUR_SCHEMES:
        return ""
    if not scheme_of(href) and not href.startswith("/"):
        return ""
    return re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}" if ord(found[0]) < 128 else "", href)


def _written(blocks: list[Block], taken: set[str]) -> str:
    shift = 1 if any(block.level == 1 for block in blocks) else 0
    written: list[str] = []
    counts: list[tuple[bool, int]] = []
    for block in blocks:
        counts = _counted(counts, block)
        if block.level:
            written.append(("\n\n" if written else "") + _heading(block, shift, taken))
        else:
            near = block.depth and len(counts) + counts[-1][1] > 2 if counts else False
            gap = "\n" if near else "\n\n"
            written.append((gap if written else "") + _item(counts) + _inline(block.runs))
    return "".join(written) + "\n" if written else ""


def _counted(counts: list[tuple[bool, int]], block: Block) -> list[tuple[bool, int]]:
    """For each level of the list that the block stands in: whether it is numbered, and the item's number."""
    if not block.depth:
        return []
    depth = min(block.depth, len(counts) + 1)
    counts = counts[:depth]
    if len(counts) < depth:
        return [*counts, (block.ordered, 1)]
    return [*counts[:-1], (counts[-1][0], counts[-1][1] + 1)]


def _item(counts: list[tuple[bool, int]]) -> str:
    if not counts:
        return ""
    marks = [f"{number}. " if ordered else "- " for ordered, number in counts]
    return " " * sum(len(mark) for mark in marks[:-1]) + marks[-1]


def _heading(block: Block, shift: int, taken: set[str]) -> str:
    words, mark = written_mark(block.words())
    anchor = mark if mark and mark not in taken else propose(words, taken)
    taken.add(anchor)
    level = min(max(block.level + shift, 2), 4)
    return f"{'#' * level} {_escaped(words)} {{#{anchor}}}"


def _inline(runs: list[tuple[str, Style]]) -> str:
    """The words with their marks; spaces stand outside of the marks, or Markdown would not see them."""
    pieces: list[str] = []
    for text, style in _merged(runs):
        words = text.strip()
        if not words:
            pieces.append(" ")
            continue
        mark = "*" * (style.italic + 2 * style.bold)
        marked = f"{mark}{_escaped(words)}{mark}"
        marked = f"[{marked}]({style.href})" if style.href else marked
        pieces.append((" " if text[0] == " " else "") + marked + (" " if text[-1] == " " else ""))
    line = SPACES.sub(" ", "".join(pieces)).strip()
    return AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def _merged(runs: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Neighbours of the same style in one run; a run of mere space takes the style before it."""
    merged: list[tuple[str, Style]] = []
    for raw, style in runs:
        text = SPACES.sub(" ", raw)
        if merged and (style == merged[-1][1] or not text.strip()):
            merged[-1] = (merged[-1][0] + text, merged[-1][1])
        elif text:
            merged.append((text, style))
    return merged


def _escaped(words: str) -> str:
    return SPECIAL.sub(lambda found: f"\\{found[0]}", words)
