"""HTML of mail: one style block, nothing fetched from outside, links that lead where they say, both lights."""

import re
from pathlib import Path

import pytest

from app.config import ROOT

TEMPLATES = ROOT / "templates"
LAYOUT = TEMPLATES / "layouts" / "mail.html"
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a picture or a frame": re.compile(r"<(img|picture|svg|iframe|object|embed|video|audio)\b", re.IGNORECASE),
    "a script or a form": re.compile(r"<(script|form|input|button)\b", re.IGNORECASE),
    "something fetched": re.compile(r"(<link\b|\bsrc\s*=|\bbackground\s*=|@import|url\()", re.IGNORECASE),
}
LINK = re.compile(r'href="([^"]*)"')
ENDINGS = ("stop.html", "why_foot.html")
"""What `mail.letters` puts before the end of each body."""
OURS = ("{{ site.public_url }}", "{{ stop_link }}", "{{ why_link }}", "{{ stop.", "mailto:", "tel:")


def mail_html(root: Path) -> list[Path]:
    """The layout, the endings, and the HTML body of each mail."""
    endings = [path for name in ENDINGS if (path := root / "mail" / name).exists()]
    return [root / "layouts" / "mail.html", *endings, *root.glob("*/mail/*/body.html")]


def faults(root: Path) -> set[str]:
    found = set()
    for path in mail_html(root):
        text, name = path.read_text(), str(path.relative_to(root))
        found |= {f"{name}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)}
        if "<style" in text and path.name != "mail.html":
            found.add(f"{name}: a style block of its own")
        if path.name == "body.html" and not text.startswith('{% extends "layouts/mail.html" %}'):
            found.add(f"{name}: another layout")
    return found


def test_no_mail_fetches_or_hides_anything() -> None:
    assert faults(TEMPLATES) == set()


def test_the_layout_has_one_style_block_narrow_first_and_for_both_lights() -> None:
    text = LAYOUT.read_text()
    assert text.count("<style>") == 1
    assert 'name="viewport"' in text
    assert "max-width: 560px" in text
    assert "prefers-color-scheme: dark" in text
    assert "max-width: 600px" not in text
    assert "@media (min-width: 600px)" in text


def test_every_link_leads_to_the_shop_or_to_a_mailbox() -> None:
    links = {(path.name, link) for path in mail_html(TEMPLATES) for link in LINK.findall(path.read_text())}
    elsewhere = {link for _, link in links if not link.startswith(OURS) and not link.startswith("{{ ")}
    assert elsewhere == set()


@pytest.mark.parametrize(
    "planted",
    ['<p style="color: red">', '<img alt="" src="https://example.com/seen">', "<style>p { margin: 0 }</style>",
     '<a href="https://example.com/r?to=1"><script>', '<link rel="stylesheet" href="https://example.com/a.css">'],
)  # fmt: skip
def test_what_a_mail_may_not_hold_is_noticed(tmp_path: Path, planted: str) -> None:
    for path in (tmp_path / "layouts", tmp_path / "mail", tmp_path / "x" / "mail" / "hello"):
        path.mkdir(parents=True)
    (tmp_path / "layouts" / "mail.html").write_text(LAYOUT.read_text())
    (tmp_path / "x" / "mail" / "hello" / "body.html").write_text('{% extends "layouts/mail.html" %}' + planted)
    assert faults(tmp_path)
