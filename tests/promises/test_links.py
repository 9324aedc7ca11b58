"""Links that leave the site: marked where they stand, told on every page, listed in one place."""

import pytest

from app.foundation import work
from tests.pages import Browser, spaced
from tests.policies import Change, posted

TEXT = """
### Where addresses are checked {#where-addresses-are-checked}

See [the post office](https://post.example/ncoa) and [its twin](//twin.example/x). Our own is [here](/contact).
"""


@pytest.mark.promise("P59")
def test_who_follows_a_link_out_is_told_that_it_leaves_and_whose_statement_holds_there(visitor: Browser) -> None:
    work.unit(lambda: posted(Change(lambda text: f"{text}\n{TEXT}")) and None)
    page = visitor.get("/privacy-policy")
    leaving = {str(link.get("href")): link for link in page["main a"] if "example" in str(link.get("href"))}
    assert {href: (spaced(link), link.get("rel")) for href, link in leaving.items()} == {
        "https://post.example/ncoa": ("the post office (other site)", "noopener"),
        "//twin.example/x": ("its twin (other site)", "noopener"),
    }
    assert spaced(page["main a[href='/contact']"][-1]) == "here"
    assert "our policy does not cover those sites, so please read theirs" in visitor.get("/").text
    listed = page.open("leave this shop")
    assert {spaced(item) for item in listed["main tbody th"]} >= {"post.example", "twin.example"}
    assert listed.open("Where addresses are checked").path == "/privacy-policy#where-addresses-are-checked"
