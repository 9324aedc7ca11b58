"""From a policy's Markdown to sanitised HTML and its clauses.

Rendering never refuses: what is wrong with a text is listed in ``Rendered.problems`` in words that a clerk
can act on, and the preview shows the rest. A text with problems cannot be published.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import nh3
from markdown_it.token import Token

from app.policy import markdown
from app.policy.anchors import Anchors, take_mark
from app.policy.clauses import Clause, Problem
from app.policy.slots import SLOTS, SlotValue, SlotValues, suggestion

LONGEST_TEXT = 1_000_000
LONGEST_PARAGRAPH = 8_000
KEPT_TEXT = 200_000
"""Longer texts are not kept once they are rendered."""
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff]|[\ufffe\uffff]"
    + "".join(f"|[{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}]" for plane in range(1, 17))
)
TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}
TAGS |= {"strong", "em", "code", "a", "span"}
ATTRIBUTES = {
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "a": {"href", "rel"},
    "ol": {"start"},
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it will be published. ``slots`` holds the values that it used, to be frozen."""

    html: str
    clauses: tuple[Clause, ...]
    slots: SlotValues
    problems: tuple[Problem, ...]

    @property
    def sha256(self) -> str:
        return _sha256(self.html)


@dataclass(slots=True)
class _Work:
    values: SlotValues
    own_hosts: frozenset[str]
    anchors: Anchors
    problems: list[Problem] = field(default_factory=list)
    slots: dict[str, str | int | tuple[str, ...]] = field(default_factory=dict)
    level: int = 1

    def complain(self, line: int, sentence: str) -> None:
        if len(self.problems) < 50:
            self.problems.append(Problem(line, sentence))


_PARSER = markdown.parser()


def tidy(source: str) -> str:
    """The source as it is kept: lines end in LF, nothing unprintable, one line end at the end."""
    text = UNPRINTABLE.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip("\n") + "\n" if text.strip() else ""


def render(
    source: str,
    values: SlotValues,
    *,
    own_hosts: frozenset[str] = frozenset(),
    reserved: frozenset[str] = frozenset(),
) -> Rendered:
    """Render ``source`` with slot ``values``.

    ``own_hosts`` are host names whose links do not leave this site; ``reserved`` are anchors that may not
    be used: those of clauses removed in earlier versions, and the ids of the page around the text.
    """
    source, frozen = tidy(source), tuple(sorted(values.items()))
    if len(source) > KEPT_TEXT:
        return _rendered(source, frozen, own_hosts, reserved)
    return _kept(source, frozen, own_hosts, reserved)


def _rendered(
    source: str, frozen: tuple[tuple[str, SlotValue], ...], own_hosts: frozenset[str], reserved: frozenset[str]
) -> Rendered:
    work = _Work(dict(frozen), own_hosts, Anchors(reserved))
    if len(source) > LONGEST_TEXT:
        work.complain(0, f"The text is too long: at most {LONGEST_TEXT:,} characters.")
        source = ""
    elif line := _overlong_paragraph(source):
        work.complain(
            line,
            f"This paragraph is too long: at most {LONGEST_PARAGRAPH:,} characters.",
        )
        source = ""
    clauses = tuple(_clause(part, work) for part in _parts(_prepared(source, work), work))
    if not clauses and not work.problems:
        work.complain(0, "The policy has no text yet.")
    html = "".join(f'<h{c.level} id="{c.anchor}">{c.heading_html}</h{c.level}>\n{c.html}' for c in clauses)
    return Rendered(html, clauses, work.slots, tuple(sorted(work.problems, key=_line)))


_kept = lru_cache(maxsize=8)(_rendered)
"""The last few texts as they were rendered: the editor's page looks at the same one several times."""


def _line(problem: Problem) -> int:
    return problem.line


def _overlong_paragraph(source: str) -> int:
    """The line where a run of lines without a blank one passes the limit, or 0.

    Reading a paragraph can cost the square of its length; so its length has a bound.
    """
    length, start = 0, 1
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip():
            length += len(line) + 1
            if length > LONGEST_PARAGRAPH:
                return start
        else:
            length, start = 0, number + 1
    return 0


def _prepared(source: str, work: _Work) -> list[Token]:
    tokens = _PARSER.parse(source)
    for token in tokens:
        if token.type == "inline":
            line = (token.map or [0])[0] + 1
            _look_at(token.children or [], line, work)
            token.children = markdown.mark_links(token.children or [], work.own_hosts)
    return markdown.open_list_slots(tokens, work.values)


def _look_at(children: Sequence[Token], line: int, work: _Work) -> None:
    """Note the slots that are used, and complain of unknown slots and of links that go nowhere."""
    for token in children:
        if token.type == "slot":
            _look_at_slot(token.content, line, work)
        elif token.type == "link_open":
            href = str(token.attrGet("href") or "")
            if not href or markdown.scheme_of(href) not in markdown.OUR_SCHEMES:
                work.complain(
                    line,
                    "A link may lead to a page (https:, or / for our own) or to an e-mail address.",
                )


def _look_at_slot(name: str, line: int, work: _Work) -> None:
    if name in SLOTS and name in work.values:
        work.slots[name] = work.values[name]
        return
    near = suggestion(name)
    hint = f" Did you mean {{{{ {near} }}}}?" if near else " Choose one from the list of live values."
    work.complain(line, f"There is no live value called “{name}”.{hint}")


def _parts(tokens: Sequence[Token], work: _Work) -> Iterator[list[Token]]:
    """The tokens of each section, the three of its heading first."""
    part: list[Token] = []
    for token in tokens:
        if token.type == "heading_open" and token.level == 0:
            if part:
                yield part
            part = []
        elif not part:
            work.complain(
                (token.map or [0])[0] + 1,
                "This text stands before the first heading, so no clause holds it. Give it a heading.",
            )
            opening = Token("heading_open", "h2", 1)
            words = Token("inline", "", 0, content="", children=[])
            part = [opening, words, Token("heading_close", "h2", -1)]
        elif token.type == "heading_open":
            work.complain(
                (token.map or [0])[0] + 1,
                "A heading cannot stand inside a list or a quotation.",
            )
        part.append(token)
    if part:
        yield part


def _clause(part: Sequence[Token], work: _Work) -> Clause:
    opening, words, body = part[0], part[1], part[3:]
    line = (opening.map or [-1])[0] + 1
    children = list(words.children or [])
    mark = take_mark(children)
    heading = markdown.plain(children, work.values).strip()
    if line and not heading:
        work.complain(line, "This heading has no words.")
    anchor, fault = work.anchors.give(mark, heading, line)
    if fault and line:
        work.complain(line, fault)
    level = work.level = min(max(int(opening.tag[1]), 2), work.level + 1, 4)
    words.children = children
    heading_html = _clean(_PARSER.renderer.render([words], _PARSER.options, {"values": work.values}))
    html = _clean(_PARSER.renderer.render(body, _PARSER.options, {"values": work.values}))
    text = _text(body, work)
    targets = " ".join(_targets([words, *body]))
    return Clause(
        anchor,
        level,
        heading,
        heading_html,
        html,
        text,
        _sha256(f"{heading}\n\n{text}\n\n{targets}"),
    )


def _text(body: Sequence[Token], work: _Work) -> str:
    blocks = []
    for token in body:
        if token.type == "inline":
            blocks.append(markdown.plain(token.children or [], work.values).strip())
        elif token.type == "slot_list":
            lines = work.values[token.content]
            blocks.extend(lines if isinstance(lines, tuple) else ())
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip())
    return "\n".join(block for block in blocks if block)


def _targets(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrGet("href"))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={"span": {"other-site"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
