"""Policy Markdown becomes safe HTML, clauses and contents; what is wrong is said in words."""

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from app.policy.chapters import chapters
from app.policy.rendering import ATTRIBUTES, LONGEST_TEXT, TAGS, Rendered, render, tidy
from app.policy.slots import examples

VALUES = examples()


def rendered(source: str) -> Rendered:
    return render(source, VALUES, own_hosts=frozenset({"shop.example"}))


def complaints(source: str) -> list[str]:
    return [str(problem) for problem in rendered(source).problems]


def test_a_section_becomes_a_clause_with_its_anchor_heading_and_words() -> None:
    (clause,) = rendered("## Your mail {#your-mail}\n\nWe *never* sell it.\n\n- a\n- b\n").clauses
    assert (clause.anchor, clause.level, clause.heading) == (
        "your-mail",
        2,
        "Your mail",
    )
    assert clause.text == "We never sell it.\na\nb"
    assert clause.html.startswith("<p>We <em>never</em> sell it.</p>")
    assert len(clause.sha256) == 64


def test_the_same_words_have_the_same_digest_and_a_changed_link_has_another() -> None:
    first = rendered("## A {#a}\n\nSee [this](/b).").clauses[0].sha256
    assert rendered("## A {#a}\n\nSee\n[this](/b).\n\n\n").clauses[0].sha256 == first
    assert rendered("## A {#a}\n\nSee [this](/c).").clauses[0].sha256 != first


def test_headings_start_at_the_second_level_and_never_skip_one() -> None:
    result = rendered("# A {#a}\n\n#### B {#b}\n\n###### C {#c}\n\n###### D {#d}\n")
    assert [clause.level for clause in result.clauses] == [2, 3, 4, 4]


def test_chapters_hold_their_clauses_and_number_them() -> None:
    found = chapters(rendered("## A {#a}\n\n### B {#b}\n\n### C {#c}\n\n## D {#d}\n").clauses)
    assert [(one.opening.number, [part.number for part in one.paragraphs]) for one in found] == [
        ("1", ["1.1", "1.2"]),
        ("2", []),
    ]


def test_a_section_without_anchor_is_told_what_to_write() -> None:
    (complaint,) = complaints("## Don’t sell my data!\n\nText.")
    assert complaint == (
        "Line 1: The section “Don’t sell my data!” has no anchor. Write {#dont-sell-my-data} at the end of its heading."
    )


def test_a_proposed_anchor_is_free() -> None:
    assert "Write {#mail-2}" in complaints("## Mail {#mail}\n\n## Mail\n")[0]


def test_the_same_anchor_twice_is_refused_with_both_lines() -> None:
    assert complaints("## A {#a}\n\nx\n\n## B {#a}\n") == [
        "Line 5: The anchor “a” already stands on line 1. Give this section one of its own."
    ]


def test_an_anchor_that_was_used_before_is_refused() -> None:
    result = render("## A {#old-clause}\n\nx", VALUES, reserved=frozenset({"old-clause"}))
    assert "Old links must not lead to new words" in str(result.problems[0])


def test_an_anchor_of_another_shape_is_refused() -> None:
    for anchor in (
        "Big",
        "two words",
        "a--b",
        "9",
        "-a",
        "a" * 61,
        "",
        "unnamed-section-1",
        '"><b>',
    ):
        assert "cannot be an anchor" in complaints(f"## A {{#{anchor}}}\n\nx")[0], anchor


def test_an_unknown_slot_is_refused_with_the_nearest_name() -> None:
    assert complaints("## A {#a}\n\nSee {{ log.field }}.") == [
        "Line 3: There is no live value called “log.field”. Did you mean {{ log.fields }}?"
    ]


def test_no_text_is_refused() -> None:
    for nothing in ("", " \n\t\n", "[a]: /b\n"):
        assert complaints(nothing) == ["The policy has no text yet."]


def test_text_before_the_first_heading_is_refused() -> None:
    assert complaints("Hello.\n\n## A {#a}\n")[0].startswith("Line 1: This text stands before the first")


def test_a_heading_without_words_is_refused() -> None:
    assert "Line 1: This heading has no words." in complaints("## {#a}\n\nx")


def test_a_heading_in_a_list_is_refused() -> None:
    assert "cannot stand inside a list" in complaints("## A {#a}\n\n- ## B\n")[0]


def test_a_list_slot_alone_in_its_paragraph_becomes_a_list() -> None:
    html = rendered("## A {#a}\n\n{{ subsidiaries }}\n").html
    assert "<ul>\n<li>We have none at present.</li>\n</ul>" in html


def test_slot_values_are_text_and_never_markup() -> None:
    hostile = {
        **VALUES,
        "company.name": "<b onclick=x>*Ink*</b> [x](/y)",
        "contact.newsletter": '"><script>alert(1)</script>@x.example',
        "suppliers": ("<img src=x>",),
    }
    source = "## A {#a}\n\n{{ company.name }} {{ contact.newsletter }}\n\n{{ suppliers }}\n"
    result = render(source, hostile)
    assert set(elements(result.html)) <= {"h2", "p", "a", "ul", "li"}
    assert "<b onclick=x>*Ink*</b> [x](/y)" in result.clauses[0].text


def test_a_link_that_leaves_says_so_and_keeps_no_opener() -> None:
    for href in (
        "https://usps.example/x",
        "//usps.example/",
        "http://SHOP.example.evil.example/",
    ):
        html = rendered(f"## A {{#a}}\n\n[NCOA]({href})").html
        assert 'rel="noopener"' in html, href
        assert '<span class="other-site">(other site)</span></a>' in html, href


def test_a_link_that_stays_has_no_cue() -> None:
    for href in (
        "/contact",
        "#a",
        "https://shop.example/contact",
        "mailto:a@example.com",
    ):
        assert "other site" not in rendered(f"## A {{#a}}\n\n[here]({href})").html, href


def test_a_link_of_another_scheme_is_refused() -> None:
    for href in ("ftp://x.example/", "tel:+1", "blob:x"):
        assert "A link may lead to" in complaints(f"## A {{#a}}\n\n[x]({href})")[0], href


def test_hostile_text_stays_text() -> None:
    source = (
        "## A <script>1</script> {#a}\n\n<script>alert(1)</script> <img src=x onerror=y>\n\n"
        '[x](javascript:alert(1)) [y](JaVaScRiPt&colon;alert(1)) [z](data:text/html,x "t\\" onclick=x")\n\n'
        '<iframe>\n\n![p](https://evil.example/p.png)\n\n    </section><h1>no</h1>\n\n```x" onload=y\nb\n```\n'
    )
    html = rendered(source).html
    assert set(elements(html)) <= {"h2", "p", "a", "span", "pre", "code"}
    assert "javascript:" not in [value[:11].lower() for value in attributes(html)]


def test_unprintable_characters_and_line_ends_are_tidied() -> None:
    assert tidy("\ufeffa\r\nb\rc\x00\x1b\ud800\U0001ffff\n\n") == "a\nb\nc\n"


def test_emoji_and_every_script_are_kept() -> None:
    clause = rendered("## Политика 🖨️ {#policy-text}\n\nمرحبا 你好").clauses[0]
    assert (clause.heading, clause.text) == ("Политика 🖨️", "مرحبا 你好")


def test_a_text_that_is_too_long_is_refused_unread() -> None:
    result = rendered("## A {#a}\n\n" + "word \n\n" * (LONGEST_TEXT // 7 + 1))
    assert [problem.sentence for problem in result.problems] == ["The text is too long: at most 1,000,000 characters."]
    assert result.html == ""


def test_a_paragraph_that_would_be_slow_to_read_is_refused_unread() -> None:
    result = rendered("## A {#a}\n\n" + "[" * 9_000)
    assert [str(problem) for problem in result.problems] == [
        "Line 3: This paragraph is too long: at most 8,000 characters."
    ]


def test_a_long_text_is_read_in_a_time_that_grows_with_its_length_only() -> None:
    section = "### Part {{#part-{}}}\n\n" + "[*`{{ cookies }} " * 400 + "\n\n"
    result = rendered("".join(section.format(number) for number in range(140)))
    assert len(result.clauses) == 140
    assert result.problems == ()


def test_a_stand_in_anchor_meets_no_other() -> None:
    anchors = [clause.anchor for clause in rendered("## A\n\n## B {#b}\n\n## C\n\n## D\n").clauses]
    assert len(set(anchors)) == 4


def test_no_more_than_fifty_problems_are_listed() -> None:
    assert len(complaints("## A\n\n" * 200)) == 50


def elements(html: str) -> list[str]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [node.tag for node in tree.iter() if node.tag != "DOCUMENT_FRAGMENT"]


def attributes(html: str) -> list[str]:
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [value for node in tree.iter() for value in node.attrib.values()]


fragments = st.sampled_from(
    ["## A {#a}\n", "### B {#b-c}\n", "# ", "{#", "}", "{{ cookies }}", "{{ x }}", "[a](", ")", "javascript:x", "<",
     "<script>", "</p>", "<!--", "-->", '"', "'", "`", "```\n", "*", "_", "&lt;", "&#106;", "\n\n", "    ", "- ",
     "> ", "\\", "//evil.example", "https://e.example/", "<https://e.example>", "[r]: ", "\x00", "\u202e", "![", "|"]
)  # fmt: skip
texts = st.lists(st.one_of(fragments, st.text(max_size=12)), max_size=40).map("".join)


@given(texts)
def test_no_text_can_make_anything_but_the_allowed_elements(source: str) -> None:
    result = render(source, VALUES)
    tree = html5lib.parseFragment(result.html, namespaceHTMLElements=False)
    for node in tree.iter():
        if node.tag == "DOCUMENT_FRAGMENT":
            continue
        assert node.tag in TAGS
        assert set(node.attrib) <= ATTRIBUTES.get(node.tag, set()) | {"class"}
        href = node.attrib.get("href", "")
        assert not href.lower().startswith(("javascript:", "data:", "vbscript:", "file:"))
    ids = [node.attrib["id"] for node in tree.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids)) == len(result.clauses)


@given(texts)
def test_rendering_is_the_same_every_time_and_after_tidying(source: str) -> None:
    assert render(source, VALUES) == render(source, VALUES) == render(tidy(source), VALUES)


@given(texts)
def test_every_text_either_has_clauses_or_a_reason(source: str) -> None:
    result = render(source, VALUES)
    assert result.clauses or result.problems


def test_the_same_text_with_the_same_values_is_rendered_once() -> None:
    assert rendered("## A {#a}\n\nOnce.\n") is rendered("## A {#a}\r\n\r\nOnce.")
    other = render(
        "## A {#a}\n\nOnce.\n", VALUES | {"retention.order_years": 99}, own_hosts=frozenset({"shop.example"})
    )
    assert other is not rendered("## A {#a}\n\nOnce.\n")
