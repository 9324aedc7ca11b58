"""Two texts that grew out of one: what only one side changed comes over, clashes wait for a person."""

from app.policy.service.merging import merge, sections

A, B, C = "## A {#a}\n\nOne.", "## B {#b}\n\nTwo.", "## C {#c}\n\nThree."
BASE = f"{A}\n\n{B}\n\n{C}\n"


def joined(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def test_a_text_falls_into_its_clauses_and_back() -> None:
    assert [section.key for section in sections(BASE)] == ["a", "b", "c"]
    assert merge(BASE, BASE, BASE).text() == BASE


def test_changes_of_different_clauses_come_together() -> None:
    merged = merge(BASE, BASE.replace("One.", "Mine."), BASE.replace("Three.", "Theirs."))
    assert merged.clashes == ()
    assert merged.text() == joined(A.replace("One", "Mine"), B, C.replace("Three", "Theirs"))
    assert [part.key for part in merged.of("mine")] == ["a"]
    assert [part.key for part in merged.of("theirs")] == ["c"]


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    same = BASE.replace("Two.", "Both.")
    assert merge(BASE, same, same).clashes == ()


def test_a_clause_that_both_reworded_is_a_clash_and_loses_nothing() -> None:
    merged = merge(BASE, BASE.replace("Two.", "Mine."), BASE.replace("Two.", "Theirs."))
    (clash,) = merged.clashes
    assert (clash.key, clash.heading, clash.mine, clash.theirs) == (
        "b",
        "B",
        "## B {#b}\n\nMine.",
        "## B {#b}\n\nTheirs.",
    )
    assert merged.text() == joined(A, clash.mine, clash.theirs, C)
    assert merged.text({"b": "mine"}) == joined(A, clash.mine, C)
    assert merged.text({"b": "theirs"}) == joined(A, clash.theirs, C)
    assert merged.text({"b": "nonsense"}) == merged.text({"b": "both"})


def test_a_clause_that_one_side_removed_goes() -> None:
    assert merge(BASE, joined(A, C), BASE).text() == joined(A, C)
    assert merge(BASE, BASE, joined(A, C)).text() == joined(A, C)


def test_a_clause_removed_by_one_and_reworded_by_the_other_is_a_clash() -> None:
    merged = merge(BASE, joined(A, C), BASE.replace("Two.", "Theirs."))
    (clash,) = merged.clashes
    assert (clash.mine, clash.theirs) == ("", "## B {#b}\n\nTheirs.")
    assert merged.text({"b": "mine"}) == joined(A, C)
    assert merged.text() == joined(A, clash.theirs, C)


def test_new_clauses_of_both_stand_where_they_were_put() -> None:
    mine = joined(A, "## Mine {#mine}\n\nx", B, C)
    theirs = joined("## First {#first}\n\ny", A, B, "## Theirs {#theirs}\n\nz", C)
    merged = merge(BASE, mine, theirs)
    assert [part.key for part in merged.parts] == ["first", "a", "mine", "b", "theirs", "c"]


def test_a_move_by_one_side_is_kept() -> None:
    assert merge(BASE, BASE.replace("One.", "Mine."), joined(C, A, B)).text() == joined(C, A.replace("One", "Mine"), B)
    assert merge(BASE, joined(B, A, C), joined(C, A, B)).text() == joined(B, A, C)


def test_two_texts_without_a_common_one_clash_where_they_differ() -> None:
    merged = merge("", BASE, BASE.replace("Two.", "Theirs."))
    assert [part.key for part in merged.clashes] == ["b"]


def test_a_heading_within_a_block_of_code_begins_no_clause() -> None:
    assert [section.key for section in sections("## A {#a}\n\n```\n## B {#b}\n```\n\n## C {#c}\n")] == ["a", "c"]


def test_words_before_the_first_heading_and_headings_without_anchor_are_kept_too() -> None:
    text = "Before.\n\n## No anchor\n\nx\n\n## No anchor\n\ny\n"
    assert [section.key for section in sections(text)] == ["(before the first heading)", "No anchor", "No anchor (2)"]
    assert merge(text, text, text).text() == text


def test_hostile_texts_come_together_in_bounded_work() -> None:
    many = "\n\n".join(f"## H {{#h{number}}}\n\nx" for number in range(20_000))
    assert len(merge(many, many + "\n\nmore", many).parts) == 20_000
    for hostile in ("#" * 100_000, "## " * 50_000, "\x00## A", "```\n" * 9_999, "## " + "\t" * 300_000 + "x"):
        assert merge(hostile, hostile, "").text() == ""
