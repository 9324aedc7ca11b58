"""The policy itself: published, dated, edited by staff."""

from collections.abc import Callable

import pytest

from app.foundation.clock import now, spoken_date
from tests.pages import Browser
from tests.people import SignedIn

DRAFT = "/staff/policy/draft"
BEFORE, AFTER = "Your privacy matters to us", "The privacy of each of you matters to us"


@pytest.mark.promise("P88")
def test_staff_edit_the_published_and_dated_policy_and_both_versions_stay(
    visitor: Browser, staff_member: Callable[[str], SignedIn]
) -> None:
    first = visitor.get("/privacy-policy")
    assert spoken_date(now()) in first.main
    assert "privacy" in visitor.get("/").text.lower()
    editor, reviewer = staff_member("policy-editor"), staff_member("policy-reviewer")
    form = editor.get(DRAFT).form(DRAFT, "Save")
    text = str(form.values()["body_md"]).replace(BEFORE, AFTER, 1)
    said = {"change_class": "clarify", "change_note": "Says whose privacy."}
    assert form.submit("Save and send to review", body_md=text, **said).status == 303
    reviewer.get(f"{DRAFT}/review").form(f"{DRAFT}/review", "Approve").submit("Approve it")
    editor.get(f"{DRAFT}/publication").form(f"{DRAFT}/publication").submit()
    assert AFTER in visitor.get("/privacy-policy").main
    assert AFTER in visitor.get("/privacy-policy/versions/2").main
    assert AFTER not in visitor.get("/privacy-policy/versions/1").main
