"""What an account is for, joined from all rooms: the lines of its overview and of the menu at its side (P33, P34, P37).

A room brings its lines in `ACCOUNT_LINES`; `registry` joins them. They say nothing about anybody, so both blocks are
drawn once in a process and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask
from markupsafe import Markup

START = "/account"
PRINT, ABOUT_YOU, SAFETY, DATA = "What we print for you", "You and your company", "Security", "What we know, and why"
GROUPS = {PRINT: "", ABOUT_YOU: "You", SAFETY: "Security", DATA: "Your data"}
"""The headings of the overview in their order, and the word behind which each group stands in the menu."""


@dataclass(frozen=True)
class AccountLine:
    """One thing that an account is for: `words` say what one finds at `href`.

    `menu` is its word in the menu, where it stands there. `place` orders the lines of a group. A line whose words are
    the account's own (`own`) is left to the overview itself and only stands in the menu.
    """

    group: str
    place: int
    label: str
    words: str
    href: str
    menu: str = ""
    action: str = "Open"
    own: bool = False


class AccountLines:
    """The joined lines, drawn on first use."""

    def __init__(self, app: Flask, lines: Iterable[AccountLine]) -> None:
        self._app = app
        order = list(GROUPS)
        self.lines = sorted(lines, key=lambda line: (order.index(line.group), line.place))
        self._menus: dict[tuple[str, bool], Markup] = {}
        self._sections: dict[str, Markup] = {}

    def menu(self, path: str) -> Markup:
        """The menu on the page at `path`: the nearest line is marked, and its group stands open."""
        here = self._nearest(path)
        key = (here, path == here)
        if key not in self._menus:
            groups = [(GROUPS[group], self._of(group, in_menu=True)) for group in GROUPS]
            self._menus[key] = self._drawn("layouts/account_menu.html", groups=groups, here=here, exactly=key[1])
        return self._menus[key]

    def section(self, group: str) -> Markup:
        """The lines of a group as rows of a summary list, without those that are the overview's own."""
        if group not in self._sections:
            lines = [line for line in self._of(group) if not line.own]
            self._sections[group] = self._drawn("layouts/account_section.html", lines=lines)
        return self._sections[group]

    def _of(self, group: str, *, in_menu: bool = False) -> list[AccountLine]:
        return [line for line in self.lines if line.group == group and (line.menu or not in_menu)]

    def _nearest(self, path: str) -> str:
        around = [line.href for line in self.lines if line.menu and f"{path}/".startswith(f"{line.href}/")]
        return max(around, key=len, default=START if path == START else "")

    def _drawn(self, template: str, **values: object) -> Markup:
        return Markup(self._app.jinja_env.get_template(template).render(values))  # noqa: S704  # a template of ours


def bind(app: Flask, lines: Iterable[AccountLine]) -> None:
    """Let templates draw the menu (`account_menu(path)`) and a group of the overview (`account_section(group)`)."""
    joined = AccountLines(app, lines)
    app.extensions["shop.account_lines"] = joined.lines
    app.jinja_env.globals["account_menu"] = joined.menu
    app.jinja_env.globals["account_section"] = joined.section
