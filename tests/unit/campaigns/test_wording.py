"""What a writer may say in a mail to many: no markup of their own, no pictures, and every link told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.campaigns.wording import astray, word

OURS = frozenset({"shop.example"})


def test_the_same_words_stand_in_both_forms() -> None:
    said = word("# News\n\nProofs **turn** now.\n\n- one\n- two\n\n1. first\n2. second", OURS)
    assert said.html.startswith("<h2>News</h2>\n<p>Proofs <strong>turn</strong> now.</p>")
    assert said.text == "News\n\nProofs turn now.\n\n- one\n- two\n\n1. first\n2. second"
    assert said.opening == "News"


def test_a_list_in_a_list_is_set_in() -> None:
    assert word("- one\n- two\n  - inner\n    more", OURS).text == "- one\n- two\n  - inner more"


def test_links_are_whole_in_mail_and_told_in_plain_text() -> None:
    said = word("[prices](/products) and [them](https://other.example/a)", OURS, "https://shop.example")
    assert 'href="https://shop.example/products"' in said.html
    assert "prices (https://shop.example/products)" in said.text
    assert "(other site)" in said.html
    assert "(other site)" in said.text
    assert said.links == ("/products", "https://other.example/a")


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "![x](https://spy.example/pixel.gif)",
        "<img src=https://spy.example/x.png>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
    ],
)
def test_no_picture_script_or_style_comes_through(typed: str) -> None:
    html = word(f"Hello {typed}", OURS).html
    for part in ("<script", "<img", "style=", 'href="javascript', 'href="data'):
        assert part not in html.replace("&lt;", "")


@pytest.mark.parametrize("href", ["http://shop.example/", "ftp://a.example", "//a.example/x", "tel:911", "#top"])
def test_a_link_goes_to_our_pages_to_another_site_or_to_an_address(href: str) -> None:
    (problem,) = word(f"[x]({href})", OURS).problems
    assert href in problem


def test_links_to_pages_of_ours_that_are_not_there_are_named() -> None:
    said = word("[a](/here) [b](/gone) [c](https://shop.example/lost) [d](https://other.example/x)", OURS)
    found = astray(said, OURS, lambda href: href == "/here")
    assert [sentence.split()[2] for sentence in found] == ["/gone", "https://shop.example/lost"]


def test_a_text_without_words_or_without_end_is_refused() -> None:
    assert word("  \n", OURS).problems == ("The mail has no text yet.",)
    assert "too long" in word("word " * 10_000, OURS).problems[0]


@given(st.text(max_size=400))
def test_no_text_breaks_it_or_becomes_markup(typed: str) -> None:
    said = word(typed, OURS)
    assert "<script" not in said.html
    assert "<img" not in said.html
