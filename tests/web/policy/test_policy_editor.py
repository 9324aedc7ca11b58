"""The editor, as a clerk uses it: write, look, save; two at once; what the script asks for."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from app.foundation.database import db
from app.policy import service
from app.policy.service import comments
from tests.pages import BASE, Browser, Page
from tests.people import SignedIn
from tests.unit.policy.writers import Publisher

Staff = Callable[[str], SignedIn]
OLD, NEW = "so that you notice", "so you notice"
DRAFT = "/staff/policy/draft"


@pytest.fixture
def editor(first: object, staff_member: Staff) -> SignedIn:
    """A policy editor, signed in, in a shop with version 1."""
    return staff_member("policy-editor")


def text_of(page: Page) -> str:
    return str(page["#body_md, #merged"][0].text_content()).removeprefix("\n")


def write(editor: Browser, change: Callable[[str], str], button: str = "Save the draft", **more: str) -> Page:
    """Open the editor, change its text and press a button."""
    page = editor.get(DRAFT)
    return page.form(DRAFT, "Save the draft").submit(button, body_md=change(text_of(page)), **more)


def reword(text: str) -> str:
    return text.replace(OLD, NEW)


def quietly(editor: Browser, page: Page, how: str = "autosave", **more: Any) -> TestResponse:
    """Save as the page's script does, from the form of that page."""
    values = page.form(DRAFT, "Save the draft").values() | {"do": how} | more
    db.session.commit()
    answer = editor.client.post(DRAFT, data=values, base_url=BASE)
    db.session.expire_all()
    return answer


def rail(page: Page) -> dict[str, str]:
    """Heading to what the list of clauses says of it, of those that it says something of."""

    def words(item: HtmlElement) -> str:
        return " ".join(item.cssselect(".marks")[0].text_content().split())

    found = page[".clause-list li"]
    return {str(item[0].text_content()).strip(): words(item) for item in found if item.cssselect(".marks")}


def test_saving_keeps_the_draft_and_changes_nothing_outside(editor: SignedIn, visitor: Browser) -> None:
    saved = write(editor, reword).follow()
    assert "The draft is saved." in saved.main
    assert NEW in text_of(saved)
    assert "saved this last" in saved.main
    assert OLD in visitor.get("/privacy-policy").main


def test_the_preview_shows_the_typed_text_and_saves_nothing(editor: SignedIn) -> None:
    page = write(editor, lambda text: text + "\n## A new part {#new-part}\n\nWords.\n", "Show the preview")
    assert page.status == 200
    assert page["#preview h2#preview-new-part"]
    assert rail(page)["A new part"].startswith("new")
    assert "A new part" in text_of(page)
    assert not service.draft().saved


def test_the_list_of_clauses_says_what_became_of_each(editor: SignedIn) -> None:
    page = write(
        editor, lambda text: reword(text).replace("{#cookie-recipients}", "{#nobody-else}"), "Show the preview"
    )
    assert rail(page)["Links to other sites"] == "reworded needs an answer"
    assert [item.text_content().strip() for item in page[".clause-list .removed span:first-child"]] == [
        "Who gets our cookies"
    ]
    assert len(page[".clause-list li"]) == len(page["#preview .clause-head"]) + 1


def test_the_script_gets_preview_clauses_and_effects(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    values = page.form(DRAFT, "Save the draft").values() | {"body_md": "## Only this {#only-this}\n\nWords.\n"}
    fragment = editor.client.post(page["#desk"][0].get("data-preview"), data=values, base_url=BASE)
    assert fragment.status_code == 200
    assert "Only this" in fragment.text
    assert "These clauses disappear." in fragment.text
    assert fragment.text.count("data-part=") == 3


def test_what_the_change_will_do_is_said_in_words(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    assert "Nothing differs from version 1 yet." in page.main
    effects = write(editor, reword, "Show the preview")["[data-part=effects]"][0].text_content()
    assert "Clauses: one reworded." in effects
    assert "Somebody who wrote nothing of it reads and approves it" in effects
    assert "What do the new words of “Links to other sites” need?" in effects


def test_a_new_use_says_how_many_are_written_to(editor: SignedIn) -> None:
    page = write(editor, reword, "Show the preview", change_class="widens", use_1="survey", use_1_words="Asking you.")
    effects = page["[data-part=effects]"][0].text_content()
    assert "1 customer will be written to." in effects
    assert "can refuse each new use" in effects


def test_what_stands_in_the_way_is_listed_with_its_line(editor: SignedIn) -> None:
    page = write(editor, lambda text: text + "\n## No anchor\n\n{{ log.field }}\n", "Show the preview")
    assert "2 things stand in the way of publishing" in page.main
    assert "Write {#no-anchor} at the end of its heading." in page.main
    assert "Did you mean {{ log.fields }}?" in page.main


def test_a_draft_with_problems_can_be_saved(editor: SignedIn) -> None:
    assert write(editor, lambda text: text + "\n## No anchor\n").status == 303
    assert service.draft().saved


def test_a_clause_that_disappears_is_warned_about(editor: SignedIn) -> None:
    page = write(editor, lambda text: text.replace("{#cookie-recipients}", "{#nobody-else}"), "Show the preview")
    assert "These clauses disappear." in page.main
    assert "#cookie-recipients" in page.main


def test_an_empty_text_is_refused_beside_its_field(editor: SignedIn) -> None:
    page = write(editor, lambda _text: "  ")
    assert page.status == 422
    assert page.errors()["body_md"] == "Please write the policy's text."


def test_answers_new_uses_and_notes_are_kept_with_the_draft(editor: SignedIn) -> None:
    looked = write(editor, lambda text: reword(text) + "\n## New {#brand-new}\n\nWords.\n", "Show the preview")
    given = {"guard-other-sites": "same-meaning", "kind-brand-new": "procedural", "who-brand-new": "The desk, weekly"}
    uses = {"use_1": "survey", "use_1_words": "Asking you about paper."}
    saved = looked.form(DRAFT, "Save").submit("Save the draft", change_note="Shorter.", **given, **uses).follow()
    values = saved.form(DRAFT, "Save").values()
    assert {name: values[name] for name in given} == given
    assert {name: values[name].strip() for name in uses} == uses
    standing = service.draft()
    assert standing.kinds == {"brand-new": "procedural: The desk, weekly"}
    assert [use.words for use in standing.new_uses] == ["Asking you about paper."]


def test_hostile_input_is_kept_as_text_and_never_breaks_the_page(editor: SignedIn) -> None:
    for hostile in (
        "</textarea><script>alert(1)</script>",
        "## A {#a}\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))",
        "\x00\x1b\u202e\ud7ff😀" * 10,
        "#" * 5_000,
        "[" * 9_000,
        "- " * 2_000,
        "## {#guard-x}\n\n{{ x }}",
    ):
        for button in ("Show the preview", "Save the draft"):
            page = write(editor, lambda _text, hostile=hostile: hostile, button, change_note=hostile.replace("{", "("))
            assert page.status in {200, 303, 422}, hostile[:20]
            assert page["main script"] == []


def test_a_text_beyond_the_limit_is_refused_and_kept(editor: SignedIn) -> None:
    page = write(editor, lambda _text: "word\n\n" * 170_000)
    assert page.status == 422
    assert page.errors()["body_md"].startswith("This may have at most 1,000,000 characters")
    assert len(text_of(page)) > 1_000_000


def test_a_sending_without_the_forms_token_saves_nothing_and_keeps_the_text(editor: SignedIn) -> None:
    page = write(editor, reword, csrf_token="forged")
    assert page.status == 422
    assert NEW in text_of(page)
    assert not service.draft().saved


def test_the_live_values_are_listed_with_what_they_are_now(editor: SignedIn) -> None:
    words = editor.get(DRAFT)["dl.slots"][0].text_content()
    assert "{{ retention.access_log_days }}" in words
    assert "Now: 30 days" in words


def test_a_browser_that_is_closed_while_somebody_writes_loses_nothing(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    answer = quietly(editor, page, body_md=reword(text_of(page)))
    assert answer.status_code == 200
    assert "Saved at" in answer.text
    assert NEW in text_of(editor.get(DRAFT))


def test_a_saving_by_the_clock_tells_the_state_that_the_next_one_builds_on(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    for words in (NEW, "so that you may notice"):
        answer = quietly(editor, page, body_md=text_of(page).replace(OLD, words), version=service.draft().token)
        assert f'data-version="{service.draft().token}"' in answer.text
    assert len(service.savings(service.draft().id)) == 1


def test_a_saving_by_the_clock_never_overwrites_somebody_elses(editor: SignedIn, staff_member: Staff) -> None:
    page = editor.get(DRAFT)
    write(staff_member("policy-reviewer"), lambda text: text.replace(OLD, "theirs"))
    answer = quietly(editor, page, body_md=reword(text_of(page)))
    assert answer.status_code == 409
    assert "Sam Policy-Reviewer has saved since you began." in answer.text
    assert "See both texts" in answer.text
    assert "theirs" in service.draft().body_md


def test_a_saving_by_the_clock_says_why_it_could_not_be(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    assert "Please write the policy" in quietly(editor, page, body_md=" ").text
    refused = quietly(editor, page, csrf_token="forged")
    assert refused.status_code == 422
    assert "This page was open too long" in refused.text
    assert not service.draft().saved


def test_two_editors_of_different_clauses_are_brought_together(editor: SignedIn, staff_member: Staff) -> None:
    mine = editor.get(DRAFT)
    write(staff_member("policy-reviewer"), lambda text: text.replace("We sell", "We never sell"))
    typed = reword(text_of(mine))
    page = mine.form(DRAFT, "Save").submit("Save the draft", body_md=typed, change_note="Mine.", change_class="clarify")
    assert page.status == 422
    assert page.h1 == "Bring both texts together"
    assert "Sam Policy-Reviewer saved this draft while you were writing." in page.main
    assert "No clause was changed by both of you" in page.main
    assert "Links to other sites" in page["section[aria-labelledby=from-you]"][0].text_content()
    saved = page.form(f"{DRAFT}/merge").submit("Save this text").follow()
    assert NEW in text_of(saved)
    assert (service.draft().change_note, service.draft().change_class) == ("Mine.", "clarify")


def test_a_clause_that_both_changed_waits_for_a_choice_and_neither_is_lost(
    editor: SignedIn, staff_member: Staff
) -> None:
    mine = editor.get(DRAFT)
    write(staff_member("policy-reviewer"), lambda text: text.replace(OLD, "theirs {{ company.name }}"))
    page = mine.form(DRAFT, "Save").submit("Save the draft", body_md=reword(text_of(mine)))
    assert "1 clause that both changed" in page.main
    assert NEW in text_of(page)
    assert "theirs {{ company.name }}" in text_of(page)
    for choice, kept, dropped in (("mine", NEW, "theirs"), ("theirs", "theirs", NEW)):
        chosen = press_merge(page, choice)
        assert kept in text_of(chosen)
        assert dropped not in text_of(chosen)
    again = press_merge(page, "both").form(f"{DRAFT}/merge").submit("Save this text").follow()
    assert NEW in text_of(again)
    assert "theirs" in text_of(again)


def test_a_merge_that_comes_too_late_begins_again_with_all_three_texts(editor: SignedIn, staff_member: Staff) -> None:
    mine, other = editor.get(DRAFT), staff_member("policy-reviewer")
    write(other, lambda text: text.replace("We sell", "We never sell"))
    page = mine.form(DRAFT, "Save").submit("Save the draft", body_md=reword(text_of(mine)))
    write(other, lambda text: text.replace("important to us", "dear to us"))
    again = page.form(f"{DRAFT}/merge").submit("Save this text")
    assert again.status == 422
    saved = again.form(f"{DRAFT}/merge").submit("Save this text").follow()
    assert NEW in text_of(saved)
    assert "dear to us" in text_of(saved)


def test_what_was_typed_into_a_merge_is_kept_when_it_is_refused(editor: SignedIn, staff_member: Staff) -> None:
    mine = editor.get(DRAFT)
    write(staff_member("policy-reviewer"), lambda text: text.replace(OLD, "theirs"))
    page = mine.form(DRAFT, "Save").submit("Save the draft", body_md=reword(text_of(mine)))
    again = page.form(f"{DRAFT}/merge").submit("Save this text", merged="By hand.", csrf_token="forged")
    assert again.status == 422
    assert text_of(again).strip() == "By hand."


def press_merge(page: Page, choice: str) -> Page:
    """Have a choice taken into the text."""
    return page.form(f"{DRAFT}/merge").submit("Take these", **{"clash-1": choice})


def test_an_earlier_saving_can_be_brought_back(editor: SignedIn) -> None:
    write(editor, reword)
    write(editor, lambda text: text.replace(NEW, "worse words"))
    listed = editor.get(DRAFT).open("Earlier savings")
    assert len(listed["#savings tbody tr"]) == 2
    earlier = listed["#savings tbody tr"][1].cssselect("a")[0].get("href")
    page = editor.get(earlier)
    assert NEW in text_of(page)
    assert NEW in text_of(page.form(earlier).submit("Bring this text back").follow())
    assert len(service.savings(service.draft().id)) == 3


def test_a_saving_that_never_was_is_not_found(editor: SignedIn) -> None:
    assert editor.get(f"{DRAFT}/savings/99").status == 404
    assert "Nothing of a draft is saved yet." in editor.get(f"{DRAFT}/savings").main


def test_pasted_html_comes_back_as_markdown(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    values = {
        "csrf_token": page.form(DRAFT, "Save").values()["csrf_token"],
        "body_md": "## Mail {#mail}\r\n\r\nWords.\r\n",
    }
    html = "\r\n\x0b<h2>Mail</h2>\n<script>alert(1)</script><ul><li>one</li></ul>"
    address = page["#desk"][0].get("data-pasted")
    answer = editor.client.post(address, data=values | {"html": html}, base_url=BASE)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == "## Mail {#mail-2}\n\n- one\n"
    for refused in (values | {"csrf_token": "forged"}, {"html": html}):
        assert editor.client.post(address, data=refused, base_url=BASE).status_code == 422


def test_a_remark_on_a_clause_is_seen_at_the_clause_until_it_is_settled(editor: SignedIn) -> None:
    page = write(editor, reword).follow()
    told = page.form("/draft/remarks").submit(clause="other-sites", text="Is “cue” clear?").follow()
    assert "Is “cue” clear?" in told.main
    assert "Links to other sites" in told.main
    assert rail(editor.get(DRAFT))["Links to other sites"].endswith("1 remark")
    number = comments.remarks()[0].id
    settled = told.form(f"/draft/remarks/{number}/settlement").submit().follow()
    assert "settled" in settled[".remark-list"][0].text_content()
    assert "remark" not in rail(editor.get(DRAFT))["Links to other sites"]


def test_an_empty_remark_is_refused_beside_its_field(editor: SignedIn) -> None:
    page = write(editor, reword).follow().form("/draft/remarks").submit(text=" ")
    assert page.status == 422
    assert page.errors()["text"] == "Please write your remark."


def test_the_draft_can_be_seen_as_a_visitor_on_a_date(editor: SignedIn, publish: Publisher) -> None:
    write(editor, reword)
    now = editor.get(f"{DRAFT}/as-visitor")
    assert NEW in now.main
    assert "the draft, as it stands now" in now.main
    wrong = editor.get(f"{DRAFT}/as-visitor", query={"on": "soon"})
    assert "Please write the date like 2027-01-31." in wrong.main
    form = now.form("/as-visitor")
    assert OLD in form.submit(on="2020-01-01").main or "nothing is posted" in form.submit(on="2020-01-01").main
    assert NEW in form.submit(on="2099-01-31").main


def test_a_new_use_is_seen_from_the_day_on_which_it_may_start(editor: SignedIn) -> None:
    write(editor, reword, use_1="survey", use_1_words="Asking you about paper.", change_class="widens")
    form = editor.get(f"{DRAFT}/as-visitor").form("/as-visitor")
    assert NEW in form.submit().main
    today = service.newest()
    assert today is not None
    assert OLD in form.submit(on=f"{today.line.effective_at:%Y-%m-%d}").main


def test_the_draft_can_be_printed_with_its_changes_and_remarks(editor: SignedIn) -> None:
    page = write(editor, reword, change_note="Shorter.").follow()
    page.form("/draft/remarks").submit(clause="other-sites", text="Is it clear?")
    paper = editor.get(f"{DRAFT}/print")
    assert "Is it clear?" in paper.main
    assert "Shorter." in paper.main
    assert any("that" in item.text_content() for item in paper["del"])
    assert "Not in force." in paper.main


def test_other_staff_customers_and_visitors_do_not_get_in(
    first: object, staff_member: Staff, customer: SignedIn, visitor: Browser
) -> None:
    shipping = staff_member("shipping")
    for path in ("/staff/policy", DRAFT, f"{DRAFT}/review", f"{DRAFT}/publication", "/staff/policy/documents"):
        assert shipping.get(path).status == 403
        assert customer.get(path).status == 403
        assert visitor.get(path).status in {302, 303}
