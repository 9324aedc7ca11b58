"""The Markdown of a mail to many: one text, written once as HTML and once as plain text, with what is wrong in it.

No raw HTML, no pictures, no scripts. A link leads to a page of ours, to another site (which is said beside it) or to
an e-mail address.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.policy import markdown
from app.policy.rendering import tidy

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "blockquote", "pre", "hr", "br", "strong", "em", "code", "a", "span"}
LONGEST = 20_000
HEADINGS = {"h1": "h2", "h2": "h2"}
"""A heading stands below the subject, which is the page's own; deeper ones are all alike."""
SCHEMES = ("https", "mailto")
RULE = "-" * 20


@dataclass(frozen=True, slots=True)
class Worded:
    """A text as it goes out: the same words twice, where its links lead, and what is wrong with it."""

    html: Markup
    text: str
    links: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def opening(self) -> str:
        """The first paragraph, for lists."""
        return self.text.partition("\n\n")[0]


@lru_cache(maxsize=64)
def word(body: str, own_hosts: frozenset[str], base: str = "") -> Worded:
    """The body as it goes out; with `base`, the address of the site, links to its pages are whole (for mail)."""
    source = tidy(body)
    if len(source) > LONGEST:
        return Worded(Markup(), "", (), (f"The text is too long: at most {LONGEST:,} characters.",))
    tokens = _PARSER.parse(source)
    links = list(_targets(tokens))
    problems = [sentence for href in links if (sentence := _fault(href))]
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, "h3") if token.type.startswith("heading_") else token.tag
        if token.type == "inline":
            children = token.children or []
            for child in children:
                if child.type == "link_open":
                    child.attrSet("href", _whole(str(child.attrGet("href")), base))
            token.children = markdown.mark_links(children, own_hosts)
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=TAGS,
        attributes={"a": {"href", "rel"}, "ol": {"start"}},
        allowed_classes={"span": {"other-site"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    if not source:
        problems.append("The mail has no text yet.")
    words = "\n\n".join(_blocks(tokens))
    links_once, faults = tuple(dict.fromkeys(links)), tuple(dict.fromkeys(problems))
    return Worded(Markup(html), words, links_once, faults)  # noqa: S704  # it has just been cleaned


def astray(worded: Worded, own_hosts: frozenset[str], leads_somewhere: Callable[[str], bool]) -> list[str]:
    """Sentences about links to pages of ours that are not there."""
    own = [href for href in worded.links if href.startswith("/") or not markdown.leaves(href, own_hosts)]
    pages = [href for href in own if markdown.scheme_of(href) != "mailto"]
    return [f"The link {href} leads to no page of ours." for href in pages if not leads_somewhere(href)]


def path_of(href: str) -> str:
    """The path of an address, without what stands behind it."""
    try:
        return urlsplit(href).path or "/"
    except ValueError:
        return ""


def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    made.disable(["image", "html_block", "html_inline"])
    made.add_render_rule("cue", lambda *_: markdown.OTHER_SITE)
    return made


_PARSER = _parser()


def _targets(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href"))


def _fault(href: str) -> str:
    own = href.startswith("/") and not href.startswith("//")
    if own or markdown.scheme_of(href) in SCHEMES:
        return ""
    return f"The link “{href}” may lead to a page of ours (/…), to another site (https://…) or to an e-mail address."


def _whole(href: str, base: str) -> str:
    return f"{base}{href}" if href.startswith("/") and not href.startswith("//") else href


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The paragraphs of the plain form; items of one list stay together."""
    marks: list[str] = []
    items: list[str] = []
    numbers: list[int] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
            if not numbers:
                yield "\n".join(items)
                items = []
        elif token.type == "list_item_open":
            marks.append(f"{numbers[-1]}. " if numbers[-1] else "- ")
            numbers[-1] += 1 if numbers[-1] else 0
        elif token.type == "list_item_close":
            marks = marks[:-1]
        elif token.type == "inline" and numbers:
            lead = "  " * (len(numbers) - 1) + (marks[-1] if marks else "")
            marks = [" " * len(mark) for mark in marks]
            items.append(lead + _plain(token.children or []))
        elif token.type == "inline":
            yield _plain(token.children or [])
        elif token.type in ("fence", "code_block") and numbers:
            items.append(token.content.rstrip())
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip()
        elif token.type == "hr":
            yield RULE


def _plain(children: Sequence[Token]) -> str:
    """The words of a paragraph; a link's address stands behind its words."""
    said: list[str] = []
    href, start = "", 0
    for token in children:
        match token.type:
            case "text" | "code_inline":
                said.append(token.content)
            case "softbreak":
                said.append(" ")
            case "hardbreak":
                said.append("\n")
            case "link_open":
                href, start = str(token.attrGet("href")), len(said)
            case "link_close":
                words = "".join(said[start:])
                shown = href.removeprefix("mailto:")
                said.append("" if shown == words else f" ({shown})")
            case "cue":
                said.append(" (other site)")
            case _:
                pass
    return "".join(said)
