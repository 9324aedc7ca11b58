"""Pasting: what a word processor sends becomes the Markdown that a clerk would have typed."""

import pytest

from app.policy.pasting import markdown_of
from app.policy.rendering import render
from app.policy.slots import examples

BULLET = (
    "<![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>"
    "·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
)


def word(body: str) -> str:
    """The body inside what a word processor puts on the clipboard."""
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        "<head><meta name=Generator content='Word 15'><title>Policy</title><style><!-- p.MsoNormal {margin:0in} -->"
        "</style><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>"
        f"<body lang=EN-US><!--StartFragment-->{body}<!--EndFragment--></body></html>"
    )


def item(text: str, level: int = 1, marker: str = BULLET) -> str:
    style = f"margin-left:{level * 0.5}in;text-indent:-.25in;mso-list:l0 level{level} lfo1"
    return f"<p class=MsoListParagraphCxSpMiddle style='{style}'>{marker}{text}<o:p></o:p></p>"


def number(text: str, mark: str, level: int = 1) -> str:
    return item(text, level, f"<span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp; </span></span>")


def test_headings_of_word_come_over_with_proposed_anchors() -> None:
    pasted = word("<h1>Your mail<o:p></o:p></h1><p class=MsoNormal>We ask first.</p><h2><b>How to stop it</b></h2>")
    assert markdown_of(pasted) == "## Your mail {#your-mail}\n\nWe ask first.\n\n### How to stop it {#how-to-stop-it}\n"


def test_a_title_and_deep_headings_fit_into_the_policys_three_levels() -> None:
    pasted = word("<p class=MsoTitle>The policy</p><h1>One</h1><h5>Deep</h5>")
    assert markdown_of(pasted) == "## The policy {#the-policy}\n\n## One {#one}\n\n#### Deep {#deep}\n"


def test_without_a_first_level_the_levels_stay_as_they_are() -> None:
    assert markdown_of("<h2>A</h2><h3>B</h3>") == "## A {#a}\n\n### B {#b}\n"


def test_an_anchor_that_is_taken_is_not_proposed_again() -> None:
    assert markdown_of("<h2>Mail</h2><h2>Mail</h2>", {"mail"}) == "## Mail {#mail-2}\n\n## Mail {#mail-3}\n"


def test_a_mark_that_stands_in_the_pasted_heading_is_kept() -> None:
    assert markdown_of("<h2>Your mail {#post}</h2>") == "## Your mail {#post}\n"
    assert markdown_of("<h2>Your mail {#post}</h2>", {"post"}) == "## Your mail {#your-mail}\n"


def test_the_fake_lists_of_word_become_lists_with_their_levels() -> None:
    pasted = word(item("letters") + item("with a stamp", 2) + item("cards"))
    assert markdown_of(pasted) == "- letters\n  - with a stamp\n- cards\n"


def test_numbered_lists_of_word_keep_counting() -> None:
    pasted = word(number("ask", "1.") + number("wait", "2.") + number("by mail", "a)", 2) + number("thank", "3."))
    assert markdown_of(pasted) == "1. ask\n2. wait\n   1. by mail\n3. thank\n"


def test_the_letter_that_word_draws_as_a_bullet_is_no_number() -> None:
    courier = "<span style='font-family:\"Courier New\";mso-list:Ignore'>o<span>&nbsp;</span></span>"
    assert markdown_of(word(item("one", 1, courier))) == "- one\n"


def test_real_lists_of_a_web_page_come_over_with_their_levels() -> None:
    html = "<p>We keep:</p><ul><li><p>names</p><ol><li>first</li><li>last</li></ol></li><li>dates</li></ul><p>So.</p>"
    assert markdown_of(html) == "We keep:\n\n- names\n  1. first\n  2. last\n- dates\n\nSo.\n"


def test_two_lists_with_a_paragraph_between_count_anew() -> None:
    assert markdown_of("<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>") == "1. a\n\nx\n\n1. b\n"


def test_bold_and_italic_come_over_with_their_spaces_outside() -> None:
    html = word("<p>We <b>never </b>sell <i>your </i><b><i>name</i></b>.</p>")
    assert markdown_of(html) == "We **never** sell *your* ***name***.\n"


def test_bold_that_a_web_editor_writes_as_a_style_comes_over_and_its_false_bold_does_not() -> None:
    html = '<b style="font-weight:normal" id="docs-x"><p>We <span style="font-weight:700">never</span> sell.</p></b>'
    assert markdown_of(html) == "We **never** sell.\n"


def test_links_come_over_where_a_policy_may_link_to_them() -> None:
    html = (
        '<p><a href="https://usps.example/a (b)">post</a> <a href="mailto:a@b.example">mail</a> '
        '<a href="javascript:alert(1)">bad</a> <a href="file:///c:/x.doc">file</a> <a href="#_Toc1">toc</a> '
        '<a href="/contact">us</a></p>'
    )
    assert markdown_of(html) == (
        "[post](https://usps.example/a%20%28b%29) [mail](mailto:a@b.example) bad file toc [us](/contact)\n"
    )


def test_the_rows_of_a_table_become_lines() -> None:
    html = word(
        "<table><tr><td><p>Log</p></td><td><p>30 <b>days</b></p></td></tr><tr><td>Mail</td><td></td></tr></table>"
    )
    assert markdown_of(html) == "- Log; 30 **days**\n- Mail\n"


def test_what_looks_like_markdown_in_the_words_stays_words() -> None:
    html = "<p># no heading * [x](y) &lt;b&gt; _a_ `c`</p><p>1. no list</p><p>- none</p><p>&amp;amp;</p>"
    rendered = render(f"## A {{#a}}\n\n{markdown_of(html)}", examples())
    assert rendered.problems == ()
    assert rendered.clauses[0].text == "# no heading * [x](y) <b> _a_ `c`\n1. no list\n- none\n&amp;"


def test_a_live_value_that_stands_in_the_pasted_words_stays_one() -> None:
    assert markdown_of("<p>For {{ retention.access_log_days }}.</p>") == "For {{ retention.access_log_days }}.\n"


def test_a_break_begins_a_new_paragraph_and_empty_ones_are_dropped() -> None:
    assert markdown_of(word("<p>One.<br>Two.</p><p><o:p>&nbsp;</o:p></p><p>Three.</p>")) == "One.\n\nTwo.\n\nThree.\n"


def test_what_cannot_be_seen_is_not_pasted() -> None:
    html = "<p>Seen<span style='display:none'>hidden</span><span style='mso-hide:all'>too</span>.</p><svg>x</svg>"
    assert markdown_of(html) == "Seen.\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script><p onclick='x()'>A</p>",
        "<p><img src=x onerror=alert(1)>A<iframe src='https://evil.example'>no</iframe></p>",
        "<style>p {color: red}</style><p style='background:url(javascript:x)'>A</p>",
        "<p>A</p></body></html></p></ul></td>",
        "<table><p>A</p>",
    ],
)
def test_hostile_html_leaves_only_its_words(hostile: str) -> None:
    assert markdown_of(hostile) == "A\n"


@pytest.mark.parametrize(
    "html", ["", "<p> &nbsp; </p>", "<script>x</script>", "<!-- x -->", "<ul></ul><table></table>"]
)
def test_nothing_to_paste_gives_nothing(html: str) -> None:
    assert markdown_of(html) == ""


def test_deep_and_wide_html_is_read_to_its_end() -> None:
    deep = "<ul><li>" * 500 + "x" + "</li></ul>" * 500
    assert markdown_of(deep).strip() == "- x"
    assert markdown_of("<b>" * 20_000 + "x").strip() == "**x**"
    assert markdown_of("<p>word</p>" * 5_000).count("word") == 5_000


def test_what_was_pasted_can_be_published() -> None:
    pasted = word("<h1>Your mail</h1><p>We ask <b>first</b>:</p>" + item("by letter") + item("by mail", 2))
    rendered = render(markdown_of(pasted), examples())
    assert rendered.problems == ()
    assert rendered.clauses[0].html.count("<li>") == 2
