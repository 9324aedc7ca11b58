"""An area with an agreement of its own: read before one enters, kept beside what is gathered, taken back at will."""

from collections.abc import Callable

import pytest

from tests.pages import Browser
from tests.people import SignedIn
from tests.promises import steps

Staff = Callable[[str], SignedIn]
DOCUMENTS, BASE = "/staff/policy/documents", "/staff/policy/documents/ordering"
TERMS = "## Files {#files}\n\nYou send us only files that you may have printed.\n"


def agreement_posted(editor: SignedIn, reviewer: SignedIn, text: str, **said: str) -> None:
    """The next version of the ordering area's agreement: written by one person, approved by another, published."""
    draft = editor.get(f"{BASE}/draft").form(f"{BASE}/draft", "Save")
    sent = draft.submit("Save and send to review", body_md=text, change_note="Files.", **said)
    assert sent.status == 303, sent.main
    reviewer.get(sent.location).form("/draft/review", "Approve it").submit("Approve it")
    done = editor.get(f"{BASE}/draft/publication").form("/draft/publication").submit()
    assert done.status == 303, done.main


@pytest.mark.promise("P12")
def test_an_area_is_entered_only_with_its_agreement_and_keeps_both_numbers(
    customer: SignedIn, visitor: Browser, staff_member: Staff
) -> None:
    editor, reviewer, press = (staff_member(role) for role in ("policy-editor", "policy-reviewer", "service"))
    early = customer.get(steps.CARDS)  # nothing is asked while there is no agreement
    assert early.status == 200
    listed = editor.get(DOCUMENTS).form(DOCUMENTS)
    listed.submit(slug="ordering", title="Agreement for ordering")
    agreement_posted(editor, reviewer, TERMS)

    asked = customer.get(steps.CARDS)
    assert asked.location.startswith("/account/agreements/ordering?next="), asked.status
    refused = early.form("/orders/new").submit(job_name="Cards for the mill")
    assert refused.status == 403
    assert "You send us only files that you may have printed." in refused.main
    waiting = refused.form("/account/agreements/ordering", "I agree").submit()
    assert waiting.h1 == "You agreed"
    assert waiting.form("/orders/new").submit().status == 303
    order = press.get("/staff/orders/10001").main
    assert "Cards for the mill" in order
    assert "under version 1 of the privacy policy and version 1 of the agreement for ordering" in order

    agreement_posted(editor, reviewer, TERMS.replace("may have", "are allowed to have"), change_class="clarify")
    again = customer.get(steps.CARDS).follow()
    assert "What changed since version 1, to which you agreed" in again.main
    entered = again.form("/account/agreements/ordering", "I agree").submit().follow()
    assert entered["form[action='/orders/new']"]

    gone = customer.get("/account/promises").open("your agreements").open("Take it back")
    gone.form("/account/agreements/ordering/end", "Take it back").submit()
    assert customer.get(steps.CARDS).status == 303
    assert "Agreement for ordering, version 2" in visitor.get("/privacy-policy").main
