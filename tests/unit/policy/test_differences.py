"""What a version changed, clause by clause and word by word, with a bounded amount of work."""

import json
import random
import string
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.policy import differences, word_runs
from app.policy.clauses import Clause
from app.policy.rendering import render
from app.policy.word_runs import GONE, KEPT, NEW, WORK, WORK_ON_ONE, Budget, Run, runs

WORDS = st.lists(st.sampled_from(["we", "keep", "your", "mail", "for", "two", "years", "\n", ".", "  "])).map(" ".join)


def clauses(source: str) -> tuple[Clause, ...]:
    return render(source, {}).clauses


def states(before: str, after: str) -> dict[str, str]:
    body = differences.compute(clauses(before), clauses(after))
    return {entry["anchor"]: entry["state"] for entry in body["clauses"]}


def sides(found: list[Run]) -> tuple[str, str]:
    """The two texts, put together again from the runs between them."""
    return (
        "".join(words for kind, words in found if kind != NEW),
        "".join(words for kind, words in found if kind != GONE),
    )


FOUR = "## A {#a}\n\none\n\n## B {#b}\n\ntwo\n\n## C {#c}\n\nthree\n\n## D {#d}\n\nfour\n"


def test_one_changed_word_is_one_word_that_went_and_one_that_came() -> None:
    found = runs("We keep your mail for two years.", "We keep your mail for three years.", Budget())
    assert found == [
        [KEPT, "We keep your mail for "],
        [GONE, "two"],
        [NEW, "three"],
        [KEPT, " years."],
    ]


def test_a_comma_is_not_the_word_before_it() -> None:
    assert runs("mail, and post", "mail and post", Budget()) == [[KEPT, "mail"], [GONE, ","], [KEPT, " and post"]]


def test_a_lone_short_word_between_changes_is_read_with_them() -> None:
    found = runs("so that you notice when leaving", "because nobody of them would notice when leaving", Budget())
    assert found[-1] == [KEPT, " notice when leaving"]
    assert [kind for kind, _ in found] == [GONE, NEW, KEPT]


def test_a_paragraph_that_is_split_stays_compared_word_by_word() -> None:
    found = runs("One sentence. Another sentence here.", "One sentence.\nAnother sentence here.", Budget())
    assert found == [[KEPT, "One sentence."], [GONE, " "], [NEW, "\n"], [KEPT, "Another sentence here."]]


@settings(max_examples=200, deadline=None)
@given(before=WORDS, after=WORDS)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    found = runs(before, after, Budget())
    assert sides(found) == (before, after)
    kinds = [kind for kind, _ in found]
    assert all(one != other for one, other in pairwise(kinds))
    assert (NEW, GONE) not in set(pairwise(kinds))


def test_each_clause_is_told_what_became_of_it() -> None:
    after = "## A {#a}\n\nuno\n\n## B {#b}\n\ntwo\n\n## E {#e}\n\nfive\n\n## D {#d}\n\nfour\n"
    assert states(FOUR, after) == {"a": "reworded", "b": "unchanged", "c": "removed", "e": "new", "d": "unchanged"}


def test_a_clause_that_only_moved_is_moved_and_the_others_stayed() -> None:
    after = "## D {#d}\n\nfour\n\n## A {#a}\n\none\n\n## B {#b}\n\ntwo\n\n## C {#c}\n\nthree\n"
    assert states(FOUR, after) == {"d": "moved", "a": "unchanged", "b": "unchanged", "c": "unchanged"}
    moved = differences.compute(clauses(FOUR), clauses(after))["clauses"][0]
    assert (moved["was_after"], moved["now_after"]) == ("C", "")
    assert "runs" not in moved


def test_a_clause_that_moved_and_was_reworded_says_both() -> None:
    after = "## B {#b}\n\ntwo\n\n## C {#c}\n\nthree\n\n## D {#d}\n\nfour\n\n## A {#a}\n\nuno\n"
    body = differences.compute(clauses(FOUR), clauses(after))
    moved = body["clauses"][-1]
    assert moved["state"] == "moved-reworded"
    assert moved["runs"] == [[GONE, "one"], [NEW, "uno"]]
    assert differences.note(body) == "1 clause moved and reworded."


def test_a_removed_clause_stands_where_it_stood() -> None:
    assert list(states(FOUR, FOUR.replace("## A {#a}\n\none\n\n", ""))) == ["a", "b", "c", "d"]
    assert list(states(FOUR, FOUR.replace("## C {#c}\n\nthree\n\n", ""))) == ["a", "b", "c", "d"]


def test_a_link_that_leads_elsewhere_is_a_change_though_no_word_differs() -> None:
    before, after = (f"## A {{#a}}\n\n[here](/{path})\n" for path in ("old", "new"))
    (entry,) = differences.compute(clauses(before), clauses(after))["clauses"]
    assert entry["state"] == "reworded"
    assert entry["links"] == [[GONE, "/old"], [NEW, "/new"]]


def test_a_changed_heading_is_compared_by_words() -> None:
    (entry,) = differences.compute(clauses("## Your mail {#a}\n\nx\n"), clauses("## Our mail {#a}\n\nx\n"))["clauses"]
    assert entry["heading_runs"] == [[GONE, "Your"], [NEW, "Our"], [KEPT, " mail"]]


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (FOUR, "No word of any clause changed."),
        (FOUR.replace("one", "uno"), "1 clause reworded."),
        (FOUR.replace("one", "uno").replace("two", "due") + "\n## E {#e}\n\nx\n", "2 clauses reworded, 1 new."),
    ],
)
def test_the_note_says_it_in_a_sentence(after: str, sentence: str) -> None:
    assert differences.note(differences.compute(clauses(FOUR), clauses(after))) == sentence


def test_what_is_kept_is_json() -> None:
    body = differences.compute(clauses(FOUR), clauses(FOUR.replace("one", "uno “é”")))
    assert json.loads(json.dumps(body)) == body


def scrambled(seed: int, words: int) -> str:
    """Words of two letters of the alphabet, so that each stands in many places of both texts."""
    chance = random.Random(seed)
    return " ".join(chance.choice("ab") for _ in range(words))


HOSTILE = {
    "equal words, one more": ("word " * 100_000, "word " * 100_001),
    "equal words, one other in each third": ("word " * 100_000, ("word " * 33_333 + "other ") * 3),
    "two words by chance": (scrambled(1, 100_000), scrambled(2, 100_000)),
    "two words by chance in many paragraphs": (
        "\n".join(scrambled(seed, 400) for seed in range(250)),
        "\n".join(scrambled(seed, 400) for seed in range(250, 500)),
    ),
    "wholly different": (" ".join(map(str, range(150_000))), " ".join(map(str, range(150_000, 300_000)))),
    "every paragraph changed by one word": (
        "\n".join(f"{n} we keep your mail for two years" for n in range(20_000)),
        "\n".join(f"{n} we keep your mail for three years" for n in range(20_000)),
    ),
    "no space at all": ("x" * 1_000_000, "y" * 1_000_000),
    "spaces only": (" " * 1_000_000, " \n" * 500_000),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_text_of_a_million_characters_costs_a_bounded_number_of_steps(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = 0
    plain = word_runs.SequenceMatcher.find_longest_match

    def counting(matcher, alo=0, ahi=None, blo=0, bhi=None):  # type: ignore[no-untyped-def]
        nonlocal taken
        taken += sum(len(matcher.b2j.get(token, ())) for token in matcher.a[alo:ahi])
        return plain(matcher, alo, ahi, blo, bhi)

    monkeypatch.setattr(word_runs.SequenceMatcher, "find_longest_match", counting)
    before, after = HOSTILE[case]
    budget = Budget()
    assert sides(runs(before, after, budget)) == (before, after)
    assert taken <= budget.spent <= WORK


def test_a_passage_that_is_too_dear_is_shown_as_replaced_and_the_next_is_still_compared() -> None:
    """Its paragraphs first; and one hostile clause does not take the steps of all others."""
    budget = Budget()
    found = runs(scrambled(1, 5_000), scrambled(2, 5_000), budget)
    assert [kind for kind, _ in found if kind != KEPT] == [GONE, NEW]
    assert budget.spent <= WORK_ON_ONE
    assert len(runs("We keep two things.", "We keep six things.", budget)) == 4


def test_the_same_word_replaced_in_thousands_of_paragraphs_stays_a_change_of_one_word() -> None:
    before, after = HOSTILE["every paragraph changed by one word"]
    changes = [words for kind, words in runs(before, after, Budget()) if kind != KEPT]
    assert changes == ["two", "three"] * 20_000


def test_without_steps_left_everything_is_replaced_whole() -> None:
    before, after = "a b c d e f\nkept\ng h", "a x c y e f\nkept\ng h"
    assert runs(before, after, Budget(0)) == [[GONE, "a b c d e f\n"], [NEW, "a x c y e f\n"], [KEPT, "kept\ng h"]]


def test_thousands_of_clauses_in_another_order_are_compared() -> None:
    names = [f"c{number}" for number in range(5_000)]
    parts = {name: f"## {name} {{#{name}}}\n\n{string.ascii_lowercase}\n\n" for name in names}
    before, after = "".join(parts.values()), "".join(parts[name] for name in reversed(names))
    found = states(before, after)
    assert list(found.values()).count("unchanged") == 1
    assert list(found.values()).count("moved") == 4_999
