"""The register of other sites that pages of ours link to."""

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from app.policy import other_sites
from tests.pages import Browser, spaced
from tests.unit.policy.writers import Publisher

PAGE = "/privacy-policy/other-sites"


def hosts(visitor: Browser) -> list[str]:
    return [spaced(item) for item in visitor.get(PAGE)["main tbody th"]]


@pytest.mark.usefixtures("first")
def test_the_first_text_leads_nowhere_but_the_shop_to_its_card_processor(visitor: Browser) -> None:
    assert hosts(visitor) == ["localhost:8444"]
    assert "after “Pay”" in visitor.get(PAGE).main
    assert visitor.cookies() == {}


def test_a_link_is_listed_once_for_each_clause_and_gone_with_it(visitor: Browser, publish: Publisher) -> None:
    link = "\n[NCOA](https://Post.Example/a) and [again](https://post.example/b?x=1&y=2)\n"
    publish(lambda text: text + link)
    assert hosts(visitor) == ["localhost:8444", "post.example"]
    (row,) = [row for row in visitor.get(PAGE)["main tbody tr"] if "post.example" in spaced(row)]
    assert len(row.cssselect("a")) == 1
    publish(lambda text: text.replace(link, ""))
    assert hosts(visitor) == ["localhost:8444"]


@pytest.mark.usefixtures("first")
def test_a_link_in_a_template_is_listed(app: Flask, visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = DictLoader(
        {"pages/planted.html": '<a href="https://bees.example/x">Bees</a> <a href="//localhost/">us</a>'}
    )
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([app.jinja_env.loader, planted]))  # type: ignore[list-item]
    monkeypatch.delitem(app.extensions, other_sites.KEPT, raising=False)
    assert "bees.example" in hosts(visitor)
    assert "a page of the shop (pages/planted)" in visitor.get(PAGE).main
    app.extensions.pop(other_sites.KEPT)
