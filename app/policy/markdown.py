"""The Markdown of policy texts: CommonMark without raw HTML and pictures, with slots and marked foreign links.

Nothing a writer types can become markup of its own: HTML stays text, links keep to a few schemes, and slot
values are written as text. What comes out still passes an allow-list (see ``rendering``), the second lock on
the same door.
"""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from app.policy.slots import SLOTS, SlotValues, written

SLOT = re.compile(r"\{\{[ \t]*([A-Za-z0-9_.-]{1,80})[ \t]*\}\}")
OTHER_SITE = '\N{NO-BREAK SPACE}<span class="other-site">(other site)</span>'
OUR_SCHEMES = frozenset({"", "http", "https", "mailto"})


def parser() -> MarkdownIt:
    """A parser of policy texts; it keeps no state between texts."""
    markdown = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    markdown.disable(["image", "html_block", "html_inline"])
    markdown.inline.ruler.before("escape", "slot", _slot_rule)
    markdown.add_render_rule("slot", _write_slot)
    markdown.add_render_rule("slot_list", _write_slot_list)
    markdown.add_render_rule("cue", _write_cue)
    return markdown


def _slot_rule(state: StateInline, silent: bool) -> bool:
    found = SLOT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("slot", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _write_slot(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    name = tokens[at].content
    values: SlotValues = env["values"]
    if name not in values:
        return f"<code>{escape(name)}</code>"
    text = escape(written(name, values[name]))
    return f'<a href="mailto:{text}">{text}</a>' if SLOTS[name].kind == "mail" else text


def _write_slot_list(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    lines = env["values"][tokens[at].content] or ("None at present.",)
    return "<ul>\n" + "".join(f"<li>{escape(line)}</li>\n" for line in lines) + "</ul>\n"


def _write_cue(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    return OTHER_SITE


def open_list_slots(tokens: Sequence[Token], values: SlotValues) -> list[Token]:
    """The tokens, where a paragraph that holds nothing but a list's slot has become that list."""
    opened: list[Token] = []
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        name = _only_slot(tokens[at + 1]) if token.type == "paragraph_open" else None
        if name and isinstance(values.get(name), tuple):
            opened.append(Token("slot_list", "ul", 0, content=name, block=True, level=token.level))
            skip = 2
            continue
        opened.append(token)
    return opened


def _only_slot(inline: Token) -> str | None:
    children = inline.children or []
    return children[0].content if len(children) == 1 and children[0].type == "slot" else None


def mark_links(children: list[Token], own_hosts: frozenset[str]) -> list[Token]:
    """The inline tokens, with the cue and the relation on each link that leaves this site."""
    marked: list[Token] = []
    leaving = False
    for token in children:
        if token.type == "link_open":
            leaving = leaves(str(token.attrGet("href") or ""), own_hosts)
            if leaving:
                token.attrSet("rel", "noopener")
        if token.type == "link_close" and leaving:
            marked.append(Token("cue", "", 0))
            leaving = False
        marked.append(token)
    return marked


def leaves(href: str, own_hosts: frozenset[str]) -> bool:
    """Whether the address is another site's. Browsers read ``//host`` and ``https:host`` as a host, too."""
    try:
        parts = urlsplit(href)
        host = (parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return True
    if parts.scheme in ("http", "https"):
        return host not in own_hosts
    return bool(parts.netloc) and host not in own_hosts


def scheme_of(href: str) -> str:
    """The scheme of an address, lower-case; an address that cannot be read gives ``?``."""
    try:
        return urlsplit(href).scheme
    except ValueError:
        return "?"


def plain(children: Sequence[Token], values: SlotValues) -> str:
    """The words of inline tokens, without markup: what a reader hears."""
    words = []
    for token in children:
        match token.type:
            case "text" | "code_inline":
                words.append(token.content)
            case "slot" if token.content in values:
                words.append(written(token.content, values[token.content]))
            case "slot":
                words.append(f"{{{{ {token.content} }}}}")
            case "softbreak" | "hardbreak":
                words.append(" ")
            case "cue":
                words.append(" (other site)")
            case _:
                pass
    return "".join(words)
