"""Templates: nothing inline, nothing unused, every mail whole."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from app.config import ROOT
from tests.rules.source import copy_of_the_house, plant, templates, trees

INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
MAIL_PARTS = ("subject.txt", "body.txt", "body.html")
MAIL_FOLDER = re.compile(r"([a-z_]+)/mail/([a-z_0-9]+)/(.+)")


def is_mail(name: str) -> bool:
    """Mail programs drop style sheets, so the style of a mail stands in it."""
    return name == "layouts/mail.html" or MAIL_FOLDER.fullmatch(name) is not None


def inline(root: Path) -> set[str]:
    """Templates with a style, script or handler inside."""
    return {
        name
        for name, source in templates(root)
        if INLINE_SCRIPT.search(source) or (INLINE_STYLE.search(source) and not is_mail(name))
    }


def test_no_template_holds_inline_script_or_style() -> None:
    assert inline(ROOT) == set()


@pytest.mark.parametrize(
    "planted",
    [
        "<p style='color: red'>",
        "<style>p {}</style>",
        "<script>x()</script>",
        '<a onclick="x()">',
        '<a href="javascript:x">',
    ],
)
def test_an_inline_script_or_style_is_noticed(tmp_path: Path, planted: str) -> None:
    house = copy_of_the_house(tmp_path)
    before = inline(house)
    plant(house, "templates/visits/staff/counts.html", planted)
    assert inline(house) - before == {"visits/staff/counts.html"}


def parsed(root: Path) -> Iterator[tuple[str, nodes.Template]]:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for name, source in templates(root):
        if name.endswith((".html", ".txt", ".svg", ".xml")):
            yield name, environment.parse(source, name)


def words_of_the_code(root: Path) -> set[str]:
    """Every string in the code; a hole in one put together is ``*``: ``errors/*.html``.

    The catalogue of mail names every mail, so it does not tell whether one is used.
    """
    found = set()
    for name, tree in trees(root):
        if name.endswith("/mail_catalogue.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values))
    return found


def words_of_the_templates(root: Path) -> set[str]:
    """What templates extend, include or import, holes written likewise."""
    found = set()
    for _, tree in parsed(root):
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            parts = node.template.nodes if isinstance(node.template, nodes.Concat) else [node.template]
            found.add("".join(part.value if isinstance(part, nodes.Const) else "*" for part in parts))
    return found


def unused_templates(root: Path) -> set[str]:
    words = words_of_the_code(root) | words_of_the_templates(root)
    open_words = [word for word in words if "*" in word and "/" in word and word.endswith((".html", ".svg", ".txt"))]
    found = set()
    for name, _ in templates(root):
        mail = MAIL_FOLDER.fullmatch(name)
        wanted = f"{mail[1]}/{mail[2]}" if mail else name
        if wanted not in words and not any(fnmatchcase(name, word) for word in open_words if word[0] != "*"):
            found.add(name)
    return found


def test_every_template_is_used() -> None:
    assert unused_templates(ROOT) == set()


def test_an_unused_template_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    before = unused_templates(house)
    plant(house, "templates/visits/forgotten.html", "<p>")
    plant(house, "templates/visits/mail/forgotten/body.txt", "Hello")
    assert unused_templates(house) - before == {"visits/forgotten.html", "visits/mail/forgotten/body.txt"}


def unused_macros(root: Path) -> set[str]:
    defined: set[tuple[str, str]] = set()
    used: set[str] = set()
    for name, tree in parsed(root):
        defined |= {(name, macro.name) for macro in tree.find_all(nodes.Macro)}
        for call in tree.find_all(nodes.Call):
            target = call.node
            if isinstance(target, nodes.Name):
                used.add(target.name)
            if isinstance(target, nodes.Getattr):
                used.add(target.attr)
    return {f"{name}: {macro}" for name, macro in defined if macro not in used}


def test_every_macro_is_used() -> None:
    assert unused_macros(ROOT) == set()


def test_an_unused_macro_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    before = unused_macros(house)
    plant(house, "templates/components/table.html", "{% macro forgotten() %}{% endmacro %}")
    assert "components/table.html: forgotten" in unused_macros(house) - before


def mail_trouble(root: Path) -> set[str]:
    """Mails that lack a part, or that no code names by ``room/name``."""
    folders: dict[str, set[str]] = {}
    for name, _ in templates(root):
        if mail := MAIL_FOLDER.fullmatch(name):
            folders.setdefault(f"{mail[1]}/{mail[2]}", set()).add(mail[3])
    words = words_of_the_code(root)
    lacking = {f"{mail} lacks {part}" for mail, parts in folders.items() for part in MAIL_PARTS if part not in parts}
    unnamed = {f"{mail} is queued nowhere" for mail in folders if mail not in words}
    queued = {
        keyword.value.value
        for _, tree in trees(root)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "template" and isinstance(keyword.value, ast.Constant) and "/" in str(keyword.value.value)
    }
    absent = {f"{mail} has no folder" for mail in queued if "." not in mail and mail not in folders}
    return lacking | unnamed | absent


def test_every_mail_has_its_three_parts_and_is_queued_somewhere() -> None:
    assert mail_trouble(ROOT) == set()


def test_a_mail_that_is_not_whole_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    before = mail_trouble(house)
    plant(house, "templates/visits/mail/half/body.txt", "Hello")
    plant(house, "app/visits/jobs.py", 'def planted(act): mail.queue(act, template="visits/absent")')
    assert mail_trouble(house) - before == {
        "visits/half lacks subject.txt",
        "visits/half lacks body.html",
        "visits/half is queued nowhere",
        "visits/absent has no folder",
    }
