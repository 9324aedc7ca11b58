"""The policy editor in a real browser: what its script adds, and that everybody can use it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import LiveShop, sign_in
from tests.browser.test_bars import AXE, WINDOWS, needed, violations

DRAFT = "/staff/policy/draft"
TOO_WIDE = (
    "[...document.querySelectorAll('body *')].filter(item => item.getBoundingClientRect().right > innerWidth)"
    ".map(item => [item.tagName, item.className, item.textContent.trim().slice(0, 60)]).slice(0, 6)"
)
"""What reaches beyond the window's edge."""
TOKEN = re.compile(r"Saved at \d")


@pytest.fixture
def editor(context: BrowserContext, live_shop: LiveShop) -> Iterator[Page]:
    """The policy editor's window, with the text as it was posted."""
    page = signed_in(context, live_shop, "paige.turner")
    page.goto("/staff/policy")
    if page.get_by_role("link", name="Review it").or_(page.get_by_role("link", name="See the approved text")).count():
        page.goto(f"{DRAFT}/review")
        page.get_by_role("button", name="Take it back").click()
    page.goto(DRAFT)
    page.wait_for_load_state("networkidle")
    yield page
    page.on("dialog", lambda dialog: dialog.accept())


def signed_in(context: BrowserContext, live_shop: LiveShop, who: str) -> Page:
    page = context.new_page()
    sign_in(page, who, live_shop.demo_password)
    return page


def text(page: Page) -> str:
    return page.locator("#body_md, #merged").input_value()


def put_cursor(page: Page, words: str, length: int = 0) -> None:
    """Into the source, before those words; `length` characters of them are chosen."""
    page.locator("#body_md").evaluate(
        "(box, [words, length]) => { const at = box.value.indexOf(words);"
        " if (at < 0) throw new Error(words); box.focus();"
        " box.setSelectionRange(at, at + length); }",
        [words, length],
    )


def paste(page: Page, html: str, plain: str) -> None:
    page.locator("#body_md").evaluate(
        "(box, [html, plain]) => { const data = new DataTransfer(); data.setData('text/html', html);"
        " data.setData('text/plain', plain);"
        " box.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        [html, plain],
    )


def test_what_is_typed_is_saved_by_itself_and_found_again(editor: Page) -> None:
    put_cursor(editor, "## What we stand for")
    editor.keyboard.type("Typed by hand.\n\n")
    expect(editor.locator("#save-state")).to_have_text("Not saved yet.")
    expect(editor.locator("#save-state")).to_have_text(TOKEN)
    other = editor.context.new_page()
    other.goto(DRAFT)
    assert "Typed by hand.\n\n## What we stand for" in text(other)
    put_cursor(editor, "## What we stand for")
    editor.keyboard.type("More.\n\n")
    expect(editor.locator("#save-state")).to_have_text("Not saved yet.")
    expect(editor.locator("#save-state")).to_have_text(TOKEN)


def test_preview_and_clauses_follow_what_is_typed(editor: Page) -> None:
    put_cursor(editor, "Protecting your privacy", len("Protecting your privacy"))
    editor.keyboard.type("Keeping your privacy safe")
    expect(editor.locator("#preview")).to_contain_text("Keeping your privacy safe is important to us.")
    expect(editor.locator(".clause-list li", has_text="Your privacy matters to us")).to_contain_text("reworded")
    expect(editor.locator("[data-part=effects]")).to_contain_text("reworded")


def test_the_preview_stands_where_the_cursor_stands_and_the_list_leads_into_the_text(editor: Page) -> None:
    put_cursor(editor, "### Stop every other use")
    heading = editor.locator("#preview #preview-opt-out-use, #preview h3", has_text="Stop every other use").first
    expect(heading).to_be_in_viewport()
    current = editor.locator('.clause-list [aria-current="true"]')
    expect(current).to_have_text("Stop every other use")
    editor.locator(".clause-list a", has_text="The shipping company").click()
    chosen = editor.locator("#body_md").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen.startswith("### The shipping company")
    expect(editor.locator("#preview h3", has_text="The shipping company")).to_be_in_viewport()


def test_buttons_insert_a_heading_with_its_anchor_a_link_a_list_and_a_live_value(editor: Page) -> None:
    put_cursor(editor, "## What we stand for")
    editor.get_by_role("button", name="Heading").click()
    editor.get_by_label("Words of the heading").fill("How we show you round")
    expect(editor.get_by_label("Anchor")).to_have_value("how-we-show-you-round")
    editor.get_by_label("Words of the heading").press("Enter")
    assert "\n\n### How we show you round {#how-we-show-you-round}\n\n## What we stand for" in text(editor)
    put_cursor(editor, "## What we stand for")
    editor.get_by_role("button", name="Link", exact=True).click()
    editor.get_by_label("Words of the link").fill("the desk")
    editor.get_by_label("Where it leads").fill("/contact")
    editor.locator("#insert-link").get_by_role("button", name="Insert").click()
    assert "[the desk](/contact)## What we stand for" in text(editor)
    put_cursor(editor, "## What we stand for")
    editor.get_by_role("button", name="List").click()
    assert "- First\n- Second\n\n## What we stand for" in text(editor)
    editor.get_by_role("button", name="Live value").click()
    editor.get_by_label("Find a value").fill("full lines of the web")
    rows = editor.locator("#live-values [data-value]:visible")
    expect(rows).to_have_count(1)
    rows.get_by_role("button").click()
    assert "{{ retention.access_log_days }}" in text(editor).partition("## What we stand for")[0]


def test_what_was_inserted_can_be_taken_back(editor: Page) -> None:
    before = text(editor)
    put_cursor(editor, "## What we stand for")
    editor.get_by_role("button", name="List").click()
    assert text(editor) != before
    editor.keyboard.press("Control+z")
    assert text(editor) == before


def test_pasting_from_a_word_processor_keeps_headings_and_lists(editor: Page) -> None:
    html = (
        "<html><body><h2>Visits to us</h2><p class=MsoNormal>You may <b>look round</b>:</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>on Fridays</p>"
        "<script>document.title = 'hacked'</script></body></html>"
    )
    put_cursor(editor, "## What we stand for")
    paste(editor, html, "Visits to us\nYou may look round:\non Fridays")
    expect(editor.locator("#save-state")).to_have_text(re.compile("Pasted with|Not saved|Saving|Saved at"))
    wanted = "## Visits to us {#visits-to-us}\n\nYou may **look round**:\n\n- on Fridays\n\n## What we stand for"
    expect(editor.locator("#body_md")).to_have_value(re.compile(re.escape(wanted)))
    assert "hacked" not in editor.title()


def test_pasting_when_the_shop_does_not_answer_keeps_the_words(editor: Page) -> None:
    editor.route("**/draft/pasted", lambda route: route.abort())
    put_cursor(editor, "## What we stand for")
    paste(editor, "<h2>Away</h2>", "Away, plainly. ")
    expect(editor.locator("#body_md")).to_have_value(re.compile("Away, plainly. ## What we stand"))


def test_keys_save_and_renew_the_preview(editor: Page) -> None:
    put_cursor(editor, "Saying so", len("Saying so"))
    editor.keyboard.type("To say so")
    with editor.expect_response("**/draft/preview"):
        editor.keyboard.press("Control+Enter")
    with editor.expect_response(lambda answer: answer.url.endswith(DRAFT)) as saved:
        editor.keyboard.press("Control+s")
    assert "do=keep" in (saved.value.request.post_data or "")
    expect(editor.locator("#save-state")).to_have_text(TOKEN)


def test_words_are_found_forward_and_backward(editor: Page) -> None:
    find = editor.get_by_label("Find", exact=True)
    find.fill("supplier")
    expect(editor.locator("#find-count")).to_have_text(re.compile(r"\d+ found"))
    find.press("Enter")
    expect(editor.locator("#find-count")).to_have_text(re.compile(r"1 of \d+"))
    expect(find).to_be_focused()
    find.press("Enter")
    expect(editor.locator("#find-count")).to_have_text(re.compile(r"2 of \d+"))
    find.press("Shift+Enter")
    expect(editor.locator("#find-count")).to_have_text(re.compile(r"1 of \d+"))
    find.press("Escape")
    expect(editor.locator("#body_md")).to_be_focused()
    find.fill("no such words anywhere")
    editor.get_by_role("button", name="Next").click()
    expect(editor.locator("#find-count")).to_have_text("Not found")


def test_a_second_editor_is_warned_keeps_typing_and_brings_both_together(
    editor: Page, chromium: Browser, live_shop: LiveShop
) -> None:
    there = chromium.new_context(base_url=live_shop.url, ignore_https_errors=True)
    other = signed_in(there, live_shop, "reed.moore")
    other.goto(DRAFT)
    put_cursor(other, "An outside shipping company", len("An outside shipping company"))
    other.keyboard.type("A shipping company from outside")
    expect(other.locator("#save-state")).to_have_text(TOKEN)
    put_cursor(editor, "Each such link", len("Each such link"))
    editor.keyboard.type("Every such link")
    expect(editor.locator("#save-trouble")).to_contain_text("Reed Moore has saved since you began.")
    put_cursor(editor, "Every such link")
    editor.keyboard.type("Still here. ")
    editor.get_by_role("button", name="See both texts").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("Bring both texts together")
    merged = text(editor)
    assert "A shipping company from outside" in merged
    assert "Still here. Every such link" in merged
    editor.get_by_role("button", name="Save this text").click()
    assert "Still here." in text(editor)
    there.close()


def test_nothing_is_kept_in_the_browsers_own_storage(editor: Page) -> None:
    put_cursor(editor, "## What we stand for")
    editor.keyboard.type("Stored where?\n\n")
    expect(editor.locator("#save-state")).to_have_text(TOKEN)
    assert editor.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_pages_of_the_desk_hold_nothing_that_keeps_anybody_out(editor: Page) -> None:
    needed(AXE)
    put_cursor(editor, "short enough", len("short enough"))
    editor.keyboard.type("quick enough")
    editor.keyboard.press("Control+s")
    expect(editor.locator("#save-state")).to_have_text(TOKEN)
    editor.get_by_text("How to write").click()
    looked(editor, DRAFT)
    editor.get_by_role("button", name="Heading").click()
    looked(editor, "the heading's dialog")
    for path in ("/savings", "/remarks", "/as-visitor", "/print"):
        editor.goto(f"{DRAFT}{path}")
        looked(editor, path)
    for path in ("/staff/policy", "/staff/policy/documents", "/staff/policy/versions/1"):
        editor.goto(path)
        looked(editor, path)


def test_the_pages_of_review_hold_nothing_that_keeps_anybody_out(editor: Page) -> None:
    needed(AXE)
    put_cursor(editor, "exactly what", len("exactly what"))
    editor.keyboard.type("just what")
    editor.get_by_role("button", name="Save and send to review").click()
    looked(editor, "the editor with its errors")
    editor.get_by_label("What changed, for the readers").fill("A word.")
    editor.get_by_label("Clearer words, the same meaning").check()
    for question in editor.locator("[data-part=effects] fieldset").all():
        question.locator("input").first.check()
    editor.get_by_role("button", name="Save and send to review").click()
    editor.wait_for_url("**/review")
    looked(editor, "the review")
    editor.get_by_role("button", name="Take it back").click()


def looked(page: Page, where: str) -> None:
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width, page.evaluate(TOO_WIDE))
        assert violations(page) == [], (where, width, scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
