"""Pages of the site as its own checks read them: forms to fill as they stand, and all that a browser would load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

LOADS = {
    ("img", "src"), ("script", "src"), ("iframe", "src"), ("embed", "src"), ("source", "src"), ("video", "src"),
    ("video", "poster"), ("audio", "src"), ("track", "src"), ("input", "src"), ("object", "data"), ("frame", "src"),
    ("image", "href"), ("use", "href"), ("image", "xlink:href"), ("use", "xlink:href"), ("body", "background"),
}  # fmt: skip
"""Attributes that make a browser fetch something by itself."""
POINTS = frozenset({"canonical", "alternate", "author", "license", "help", "next", "prev", "search", "me"})
"""Kinds of `<link>` that fetch nothing."""
_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)
Attributes = list[tuple[str, str | None]]


@dataclass
class OwnForm:
    """A form as it stands in a page: where it goes, how, and what a browser would send."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    """Every field with a name, ticked or not."""


@dataclass
class OwnPage:
    """One page: its forms, the addresses that a browser fetches by itself, and where its links lead."""

    forms: list[OwnForm] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def form(self, action: str) -> OwnForm | None:
        """The form that posts to that address, whatever is behind its question mark."""
        return next((f for f in self.forms if f.method == "post" and f.action.partition("?")[0] == action), None)

    @property
    def posts(self) -> bool:
        """Whether the page holds a form that sends something."""
        return any(form.method == "post" for form in self.forms)


def read(text: str) -> OwnPage:
    """Read a page's HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def style_loads(css: str) -> list[str]:
    """The addresses that a style sheet makes a browser fetch."""
    return [one or other for one, other in _URL.findall(css)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self._form, self._styled = OwnPage(), None, False
        self._area: str | None = None
        self._select: str | None = None

    _form: OwnForm | None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        self.page.loads += _loads(tag, given)
        self._styled = tag == "style"
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        elif tag == "form":
            self._form = OwnForm(given.get("action", ""), given.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif self._form is not None and tag in {"input", "select", "textarea", "option"}:
            self._field(self._form, tag, given)

    def _field(self, form: OwnForm, tag: str, given: dict[str, Any]) -> None:
        name = given.get("name", "")
        if tag == "option":
            if self._select and ("selected" in given or self._select not in form.fields):
                form.fields[self._select] = given.get("value", "")
            return
        self._select = name if tag == "select" else None
        self._area = name if tag == "textarea" else None
        if name:
            form.names.add(name)
        unticked = given.get("type") in {"checkbox", "radio"} and "checked" not in given
        if name and tag == "input" and not unticked and given.get("type") != "submit":
            form.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._styled = False
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._select = self._area = None

    def handle_data(self, data: str) -> None:
        if self._styled:
            self.page.loads += style_loads(data)
        elif self._area and self._form is not None:
            self._form.fields[self._area] = self._form.fields.get(self._area, "") + data.removeprefix("\n")


def _loads(tag: str, given: dict[str, str]) -> Iterator[str]:
    yield from (value for name, value in given.items() if (tag, name) in LOADS and value)
    yield from style_loads(given.get("style", ""))
    for candidate in given.get("srcset", "").split(","):
        if candidate.strip():
            yield candidate.split()[0]
    if tag == "link" and given.get("href") and not set(given.get("rel", "").lower().split()) <= POINTS:
        yield given["href"]
