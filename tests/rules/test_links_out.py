"""A link in a template that leads to another site says so, and gives that site no handle on our page."""

import re
from pathlib import Path

from app.config import ROOT
from tests.rules.source import copy_of_the_house, plant, templates

LINK = re.compile(r"<a\b(?P<tag>[^>]*\bhref=[\"']?(?:https?:)?//[^>]*)>(?P<words>.*?)</a>", re.DOTALL | re.IGNORECASE)


def unmarked(root: Path) -> set[str]:
    """Templates with a link to another site that has no cue or no `noopener`."""
    return {
        name
        for name, source in templates(root)
        if name.endswith(".html") and "/mail/" not in name
        for link in LINK.finditer(source)
        if "(other site)" not in link["words"] or "noopener" not in link["tag"]
    }


def test_every_link_of_a_template_that_leaves_the_site_says_so() -> None:
    assert unmarked(ROOT) == set()


def test_a_link_without_the_cue_or_with_a_handle_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "templates/pages/home.html", '<a href="https://post.example/">the post office</a>')
    plant(house, "templates/pages/contact.html", '<a class="x" href="//post.example/">post (other site)</a>')
    plant(house, "templates/pages/help.html", '<a rel="noopener" href="//post.example/">post (other site)</a>')
    assert unmarked(house) == {"pages/home.html", "pages/contact.html"}
