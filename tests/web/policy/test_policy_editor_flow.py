"""From the draft to its readers: review by somebody else, publishing at a minute, withdrawing, other documents."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.foundation import clock, rules, work
from app.policy import service
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.unit.policy.writers import Publisher, an_act

Staff = Callable[[str], SignedIn]
OLD, NEW = "so that you notice", "so you notice"
DRAFT = "/staff/policy/draft"
SAME = {"guard-other-sites": "same-meaning"}


@pytest.fixture
def editor(first: object, staff_member: Staff) -> SignedIn:
    """A policy editor, signed in, in a shop with version 1."""
    return staff_member("policy-editor")


@pytest.fixture
def reviewer(first: object, staff_member: Staff) -> SignedIn:
    """A policy reviewer, signed in."""
    return staff_member("policy-reviewer")


def text_of(page: Page) -> str:
    return str(page["#body_md"][0].text_content()).removeprefix("\n")


def reworded(editor: Browser) -> Page:
    """The editor with a reworded clause, as its preview shows it: the questions of the change are there."""
    page = editor.get(DRAFT)
    body = text_of(page).replace(OLD, NEW)
    return page.form(DRAFT, "Save").submit("Show the preview", body_md=body)


def sent(editor: Browser, kind: str = "clarify", note: str = "Shorter words.") -> Page:
    """A reworded clause, sent to review."""
    form = reworded(editor).form(DRAFT, "Save")
    return form.submit("Save and send to review", change_class=kind, change_note=note, **SAME)


def approved(editor: Browser, reviewer: Browser) -> Page:
    """A reworded clause, sent and approved: the page that publishes it."""
    assert sent(editor).status == 303
    page = reviewer.get(f"{DRAFT}/review").form(f"{DRAFT}/review", "Approve").submit("Approve it")
    assert page.status == 303
    return editor.get(f"{DRAFT}/publication")


def test_a_clarification_goes_out_by_two_people_who_see_these_pages_for_the_first_time(
    editor: SignedIn, reviewer: SignedIn, visitor: Browser
) -> None:
    page = editor.get("/staff/policy").open("Change the text")
    looked = page.form(DRAFT, "Save").submit("Show the preview", body_md=text_of(page).replace(OLD, NEW))
    waits = looked.form(DRAFT, "Save").submit(
        "Save and send to review", change_class="clarify", change_note="Shorter words.", **SAME
    )
    assert "somebody else must read it" in waits.follow().main

    review = reviewer.get("/staff/policy").open("Review it")
    assert "[removed: that" in review.main.replace("[removed: so that", "[removed: that")
    review.form(f"{DRAFT}/review", "Approve").submit("Approve it", note="Reads well.")

    publish = editor.get("/staff/policy").open("Publish it")
    assert publish.h1 == "Publish version 2"
    assert "Sam Policy-Reviewer has read and approved it." in publish.main
    assert "reads and approves it before" not in publish.main
    done = publish.form(f"{DRAFT}/publication", "Publish version 2").submit().follow()
    assert "Version 2 is in force." in done.main
    assert NEW in visitor.get("/privacy-policy").main
    assert OLD in visitor.get("/privacy-policy/versions/1").main


def test_the_history_tells_who_did_what(editor: SignedIn, reviewer: SignedIn) -> None:
    approved(editor, reviewer).form(f"{DRAFT}/publication").submit()
    page = editor.get("/staff/policy")
    row = page["#policy-history tbody tr"][0].text_content()
    assert all(words in row for words in ("in force", "Sam Policy-Editor", "Sam Policy-Reviewer", "Shorter words."))
    told = editor.get("/staff/policy/versions/2")
    story = [item.text_content() for item in told[".story h3"]]
    assert story == ["Draft begun", "Sent to review", "Approved", "In force"]
    assert "0 by mail" in told.main
    assert editor.get("/staff/policy/versions/9").status == 404


def test_everything_that_misses_is_said_at_once_beside_its_field(editor: SignedIn) -> None:
    page = reworded(editor).form(DRAFT, "Save").submit("Save and send to review")
    assert page.status == 422
    assert NEW in text_of(page)
    assert page.errors()["change_note"] == "Please say in a sentence or two what changed, for the readers."
    assert "Please say what kind of change this is." in page.main
    assert "Please say what the new words of “Links to other sites” need." in page.main
    assert not service.draft().saved


def test_a_reworded_clause_that_something_keeps_is_no_typo(editor: SignedIn) -> None:
    page = sent(editor, kind="typo")
    assert page.status == 422
    assert "that is more than a typo" in page["#error-summary"][0].text_content()


def test_a_text_that_needs_the_program_changed_cannot_go_on(editor: SignedIn) -> None:
    form = reworded(editor).form(DRAFT, "Save")
    needs = {"guard-other-sites": "code-needs-work"}
    page = form.submit("Save and send to review", change_class="clarify", change_note="x", **needs)
    assert page.status == 422
    assert "needs the program changed first" in page["#error-summary"][0].text_content()


def test_a_new_clause_is_marked_with_who_keeps_it_before_it_goes_on(editor: SignedIn) -> None:
    page = editor.get(DRAFT)
    body = text_of(page) + "\n## Tours {#tours}\n\nWe show you round on Fridays.\n"
    looked = page.form(DRAFT, "Save").submit("Show the preview", body_md=body)
    said = {"change_class": "clarify", "change_note": "Tours.", "kind-tours": "procedural"}
    lacking = looked.form(DRAFT, "Save").submit("Save and send to review", **said)
    assert "Nothing says how “Tours” is kept." in lacking["#error-summary"][0].text_content()
    told = lacking.form(DRAFT, "Save").submit("Save and send to review", **{"who-tours": "The desk, on Fridays"})
    assert told.status == 303


def test_a_text_in_review_cannot_be_changed_until_it_is_taken_back(editor: SignedIn) -> None:
    open_tab = editor.get(DRAFT)
    sent(editor)
    assert editor.get(DRAFT).location == f"{DRAFT}/review"
    refused = open_tab.form(DRAFT, "Save").submit(
        "Save the draft", body_md="## X {#x}\n\ny", version=service.draft().token
    )
    assert "Take it back before you change it." in refused.main
    back = editor.get(f"{DRAFT}/review").form(f"{DRAFT}/recall").submit().follow()
    assert "The text is a draft again." in back.main
    assert NEW in text_of(back)


def test_a_text_sent_back_carries_its_note_to_the_author(editor: SignedIn, reviewer: SignedIn) -> None:
    sent(editor)
    review = reviewer.get(f"{DRAFT}/review")
    lacking = review.form(f"{DRAFT}/review", "Send").submit("Send it back")
    assert lacking.errors()["note"] == "Please say what should be changed, for the author."
    review.form(f"{DRAFT}/review", "Send").submit("Send it back", note="Say “cue” in other words.")
    page = editor.get("/staff/policy")
    assert NEW in text_of(page.open("Go on writing"))
    assert "Say “cue” in other words." in page.main


def test_a_remark_of_the_reviewer_comes_back_with_the_text(editor: SignedIn, reviewer: SignedIn) -> None:
    sent(editor)
    review = reviewer.get(f"{DRAFT}/review")
    review.form("/draft/remarks").submit(clause="other-sites", text="Which cue?")
    review.form(f"{DRAFT}/review", "Send").submit("Send it back", note="See my remark.")
    assert "Which cue?" in editor.get(DRAFT).main


def test_nobody_reviews_what_they_wrote_themselves(first: object, staff_member: Staff, editor: SignedIn) -> None:
    both = staff_member("administrator")
    sent(both)
    page = both.get(f"{DRAFT}/review")
    assert "two people catch what one does not see" in page.main
    assert [item for item in page["form"] if item.get("action") == f"{DRAFT}/review"] == []
    forged = both.post(
        f"{DRAFT}/review",
        {
            "csrf_token": page.form(f"{DRAFT}/recall").values()["csrf_token"],
            "version": service.draft().token,
            "do": "approve",
        },
    )
    assert forged.status == 422
    assert service.draft().state == "in_review"


def test_an_editor_without_the_right_cannot_approve(editor: SignedIn, staff_member: Staff) -> None:
    sent(staff_member("policy-reviewer"))
    page = editor.get(f"{DRAFT}/review")
    assert "It waits for a reviewer." in page.main
    token = page.form(f"{DRAFT}/recall").values()
    assert editor.post(f"{DRAFT}/review", token | {"do": "approve"}).status == 404
    assert service.draft().state == "in_review"


def test_a_reviewer_may_not_publish(editor: SignedIn, reviewer: SignedIn) -> None:
    approved(editor, reviewer)
    assert reviewer.get(f"{DRAFT}/publication").status == 403
    assert "Publish it" not in reviewer.get("/staff/policy").main


def test_a_text_nobody_approved_cannot_be_published(editor: SignedIn) -> None:
    sent(editor)
    page = editor.get(f"{DRAFT}/publication").form(f"{DRAFT}/publication", "Publish").submit()
    assert page.status == 422
    assert "Somebody who wrote nothing of it must approve this text first." in page.main


def test_a_shop_of_one_person_may_publish_alone_and_says_so(editor: SignedIn) -> None:
    work.unit(lambda: rules.set_value(an_act(), "policy.one-person-shop", True, clock.now(), "alone"))
    sent(editor)
    page = editor.get(f"{DRAFT}/review")
    assert "This shop has one person" in page.main
    publish = page.open("Go on to publishing")
    assert "not reviewed by a second person" in publish.main
    early = publish.form(f"{DRAFT}/publication", "Publish").submit()
    assert "it waits 24 hours" in early["#error-summary"][0].text_content()


def test_a_version_can_be_published_for_a_later_minute(editor: SignedIn, reviewer: SignedIn, visitor: Browser) -> None:
    confirm = approved(editor, reviewer)
    minute = f"{clock.central(clock.now() + timedelta(days=2)):%Y-%m-%dT%H:%M}"
    done = confirm.form(f"{DRAFT}/publication").submit(starts="at-minute", effective_at=minute).follow()
    assert "Version 2 is published. It takes effect on" in done.main
    assert "scheduled" in done["#policy-history"][0].text_content()
    assert OLD in visitor.get("/privacy-policy").main


def test_a_version_that_waits_can_be_withdrawn_with_a_note(editor: SignedIn, publish: Publisher) -> None:
    publish(lambda text: text.replace(OLD, NEW), at=clock.now() + timedelta(days=2))
    page = editor.get("/staff/policy/versions/2").open("Withdraw it")
    empty = page.form("/withdrawal").submit(note=" ")
    assert empty.errors()["note"].startswith("Please say why it is withdrawn")
    done = page.form("/withdrawal").submit(note="Too early.").follow()
    assert "withdrawn" in done["#policy-history"][0].text_content()
    assert "Too early." in editor.get("/staff/policy/versions/2").main
    assert editor.get("/staff/policy/versions/9/withdrawal").status == 404
    assert "Withdraw it" not in editor.get("/staff/policy/versions/1").main


def test_a_minute_that_cannot_be_is_refused_beside_its_field(editor: SignedIn, reviewer: SignedIn) -> None:
    confirm = approved(editor, reviewer)
    for minute, sentence in (
        ("", "Please say when it takes effect."),
        ("soon", "Please write date and time like"),
        ("2026-02-30T09:00", "Please write date and time like"),
        ("0001-01-01T00:00", "Please write date and time like"),
        ("9999-12-31T23:59", "Please write date and time like"),
        ("2020-01-01T09:00", "This time has passed."),
        ("😀\x00", "Please write date and time like"),
    ):
        page = confirm.form(f"{DRAFT}/publication").submit(starts="at-minute", effective_at=minute)
        assert page.status == 422, minute
        assert page.errors()["effective_at"].startswith(sentence), minute
    assert [line.no for line in service.history()] == [1]


def test_a_double_click_on_publish_publishes_once(editor: SignedIn, reviewer: SignedIn) -> None:
    form = approved(editor, reviewer).form(f"{DRAFT}/publication", "Publish version 2")
    assert form.submit().status == 303
    assert form.submit().status in {404, 422}
    assert [line.no for line in service.history()] == [2, 1]


def test_a_publication_of_a_text_that_was_taken_back_is_refused(editor: SignedIn, reviewer: SignedIn) -> None:
    confirm = approved(editor, reviewer)
    editor.get(f"{DRAFT}/review").form(f"{DRAFT}/recall").submit()
    page = confirm.form(f"{DRAFT}/publication", "Publish").submit()
    assert page.status == 303
    assert [line.no for line in service.history()] == [1]


def test_a_widening_change_proposes_the_first_day_that_its_notice_allows(editor: SignedIn, reviewer: SignedIn) -> None:
    form = reworded(editor).form(DRAFT, "Save")
    uses = {"use_1": "survey", "use_1_words": "Asking you about paper."}
    form.submit("Save and send to review", change_class="widens", change_note="A survey.", **SAME, **uses)
    reviewer.get(f"{DRAFT}/review").form(f"{DRAFT}/review", "Approve").submit("Approve it")
    page = editor.get(f"{DRAFT}/publication")
    assert "30 days of notice" in page.main
    assert page.form(f"{DRAFT}/publication").submit(starts="at-once").status == 422
    done = page.form(f"{DRAFT}/publication", "Publish").submit()
    assert done.status == 303, done.main
    assert [use.words for use in service.history()[0].new_uses] == ["Asking you about paper."]


def test_there_is_nothing_to_review_or_publish_without_a_draft(editor: SignedIn) -> None:
    assert editor.get(f"{DRAFT}/publication").status == 404
    assert editor.get(f"{DRAFT}/review").location == DRAFT
    for path in (f"{DRAFT}/review", f"{DRAFT}/recall"):
        assert editor.post(path, {"version": "1.0"}).status == 404


def test_an_agreement_is_begun_written_and_published_like_the_policy(editor: SignedIn, reviewer: SignedIn) -> None:
    listed = editor.get("/staff/policy").open("Other documents")
    assert "Please choose an area." in listed.form("/staff/policy/documents").submit(title="Agreement").main
    done = listed.form("/staff/policy/documents").submit(title="Agreement for ordering", slug="ordering")
    page = done.follow().open("Write the first version")
    assert page.h1 == "Draft: Agreement for ordering"
    assert not page["#live-values"] + page["#use_1"]
    base = "/staff/policy/documents/ordering"
    body = "## Yours {#yours}\n\nWhat you order stays yours.\n"
    said = {"change_note": "The first version.", "not-for-marketing": "y"}
    sent = page.form(f"{base}/draft", "Save").submit("Save and send to review", body_md=body, **said)
    assert sent.location == f"{base}/draft/review"
    review = reviewer.get(sent.location)
    assert "everybody who enters the area is asked to agree before anything else" in review.main
    assert "kept out of these uses: telling you about our services" in review.main
    review.form("/draft/review", "Approve").submit("Approve it")
    out = editor.get(f"{base}/draft/publication").form("/draft/publication", "Publish version 1").submit().follow()
    assert out.path == base
    assert "in force" in out["#policy-history"][0].text_content()
    assert "What you order stays yours." in out.open("the page as readers see it").main
    assert [line.no for line in service.history()] == [1]
    assert editor.get("/staff/policy/documents/no-such/draft").status == 404
    again = editor.get(f"{base}/draft")
    assert again["#not-for-marketing"][0].get("checked") is not None


def test_the_pause_before_a_saving_is_a_house_rule(editor: SignedIn) -> None:
    assert editor.get(DRAFT)["#desk"][0].get("data-autosave") == "4"
    work.unit(lambda: rules.set_value(an_act(), "policy.autosave-seconds", 9, clock.now(), "slower"))
    assert editor.get(DRAFT)["#desk"][0].get("data-autosave") == "9"
