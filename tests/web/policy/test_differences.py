"""What a version changed, word by word, as a visitor reads it."""

import pytest
from lxml.html import HtmlElement

from tests.pages import BASE, Browser, spaced
from tests.unit.policy.writers import Publisher

OLD, NEW = "so that you notice", "so you notice"
MORE = "## Bees {#bees}\n\nWe keep bees.\n\nThey keep to themselves.\n"


def reword(text: str) -> str:
    return text.replace(OLD, NEW)


def add_bees(text: str) -> str:
    return f"{text}\n{MORE}"


def words(elements: list[HtmlElement]) -> list[str]:
    return [spaced(element) for element in elements]


def test_a_changed_word_is_struck_through_and_its_successor_underlined(visitor: Browser, publish: Publisher) -> None:
    publish(lambda text: text.replace("so that you notice", "so that you see it"), "Another word.")
    page = visitor.get("/privacy-policy/versions/2/changes")
    assert page.h1 == "What version 2 changed"
    assert "1 clause reworded." in page.main
    assert "Another word." in page.main
    assert words(page["main section del"]) == ["[removed: notice]"]
    assert words(page["main section ins"]) == ["[added: see it]"]
    assert [spaced(item).split()[-1] for item in page["main section h2"]] == ["reworded"]


def test_side_by_side_each_column_holds_one_text(visitor: Browser, publish: Publisher) -> None:
    publish(lambda text: text.replace("so that you notice", "so that you see it"))
    page = visitor.get("/privacy-policy/versions/2/changes").open("Side by side")
    before, after = page["main section .two > div"]
    assert (words(before.cssselect("del, ins")), words(after.cssselect("del, ins"))) == (
        ["[removed: notice]"],
        ["[added: see it]"],
    )
    assert words(page["main section .two h3"]) == ["Version 1", "Version 2"]
    assert [spaced(item) for item in page["[aria-current=true]"]] == ["Side by side"]
    assert page.open("In one column")["main section .two"] == []


def test_a_long_clause_is_cut_short_and_a_link_shows_it_whole(visitor: Browser, publish: Publisher) -> None:
    long = "\n\n".join(f"Paragraph {number} says nothing new." for number in range(30))
    publish(lambda text: f"{text}\n## Long {{#long}}\n\n{long}\n")
    publish(lambda text: text.replace("Paragraph 15 says nothing", "Paragraph 15 says something"))
    page = visitor.get("/privacy-policy/versions/3/changes")
    assert "Paragraph 3 says" not in page.main
    assert "[unchanged words left out]" in page.main
    whole = page.open("with all its words")
    assert "Paragraph 3 says" in whole.main
    assert words(whole["main section ins"]) == ["[added: something]"]
    assert whole.open("All changed clauses").path == page.path


def test_new_moved_and_removed_clauses_say_so(visitor: Browser, publish: Publisher) -> None:
    publish(add_bees)
    publish(lambda text: f"## Wasps {{#wasps}}\n\nNone.\n\n{MORE}\n{text.replace(MORE, '')}")
    publish(lambda text: text.replace(MORE, ""))
    added, moved, removed = (visitor.get(f"/privacy-policy/versions/{no}/changes") for no in (2, 3, 4))
    assert [spaced(item) for item in added["main section h2"]] == ["Bees new"]
    assert words(added["main section ins"]) == ["[added: We keep bees.]", "[added: They keep to themselves.]"]
    assert [spaced(item) for item in moved["main section h2"]] == ["Wasps new", "Bees moved"]
    assert "now stands after “Wasps”. Its words are the same." in moved.main
    assert [spaced(item) for item in removed["main section h2"]] == ["Bees removed"]
    assert words(removed["main section del"])[0] == "[removed: We keep bees.]"
    assert removed.open("in version 3").status == 200


def test_any_earlier_version_can_be_compared_with(visitor: Browser, publish: Publisher) -> None:
    publish(reword)
    publish(add_bees)
    page = visitor.get("/privacy-policy/versions/3/changes")
    assert "1 clause new." in page.main
    older = page.form("/privacy-policy/versions/3/changes").submit(against="1")
    assert "1 clause reworded, 1 new." in older.main
    assert "Compared with version 1." in older.main
    assert "against=1" in older.link("Side by side")


@pytest.mark.usefixtures("first")
def test_the_first_version_changed_nothing(visitor: Browser) -> None:
    page = visitor.get("/privacy-policy/versions/1/changes")
    assert "Version 1 is the first" in page.main
    assert page["ins"] == []


@pytest.mark.parametrize(
    "query", ["against=2", "against=3", "against=0", "against=-1", "clause=nothing", "clause=scope"]
)
def test_a_pair_or_a_clause_that_does_not_exist_is_a_404(visitor: Browser, publish: Publisher, query: str) -> None:
    publish(reword)
    assert visitor.get(f"/privacy-policy/versions/2/changes?{query}").status == 404


@pytest.mark.usefixtures("first")
def test_a_version_that_does_not_exist_changed_nothing(visitor: Browser) -> None:
    for number in ("0", "2", "99999999999999999999"):
        assert visitor.get(f"/privacy-policy/versions/{number}/changes").status == 404


def test_hostile_words_stay_words(visitor: Browser, publish: Publisher) -> None:
    attack = '<script>alert(1)</script>"onclick=x'
    publish(lambda text: f"{text}\n## {attack} {{#attack}}\n\n{attack}\n", attack)
    publish(lambda text: text.replace("{#attack}\n\n", "{#attack}\n\nsee "))
    for number in (2, 3):
        page = visitor.get(f"/privacy-policy/versions/{number}/changes")
        assert attack in page.main
        assert page["main script"] == []


def test_a_page_of_differences_sets_no_cookie_and_is_not_sent_twice(visitor: Browser, publish: Publisher) -> None:
    publish(reword)
    for path in ("/privacy-policy/versions/2/changes", "/privacy-policy/versions/2/changes?view=side"):
        etag = visitor.get(path).response.headers["ETag"]
        assert visitor.get(path, headers={"If-None-Match": etag}).status == 304
    assert visitor.cookies() == {}


def sent(visitor: Browser, path: str) -> int:
    """Bytes on the wire."""
    return len(visitor.client.get(path, base_url=BASE, headers={"Accept-Encoding": "br"}).data)


def test_a_policy_rewritten_throughout_still_makes_a_small_page(visitor: Browser, publish: Publisher) -> None:
    publish(lambda text: text.replace(" the ", " a ").replace("you", "thou").replace(" we ", " they "))
    for view in ("inline", "side"):
        assert sent(visitor, f"/privacy-policy/versions/2/changes?view={view}") <= 26_000


def test_a_very_long_text_has_a_page_with_room_for_some_and_names_for_the_rest(
    visitor: Browser, publish: Publisher
) -> None:
    parts = [f"## Part {n} {{#part-{n}}}\n\n" + f"word{n} is here " * 500 for n in range(100)]
    publish(lambda text: text + "\n" + "\n\n".join(parts))
    page = visitor.get("/privacy-policy/versions/2/changes")
    assert "100 clauses new." in page.main
    assert "Further changed clauses" in page.main
    assert sent(visitor, page.path) <= 26_000
    last = page.open("Part 99")
    assert last.status == 200
    assert "word99 is here" in last.main
