"""How two people of the staff post a version, by the forms as they are served."""

from collections.abc import Callable

from tests.pages import Page
from tests.people import SignedIn

DRAFT = "/staff/policy/draft"
Reword = Callable[[str], str]


def written(editor: SignedIn, reword: Reword, **said: str) -> Page:
    """What the editor's page answers when the reworded text is sent to review, every question answered."""
    page = editor.get(DRAFT)
    body = reword(str(page["#body_md"][0].text_content()).removeprefix("\n"))
    asked = page.form(DRAFT, "Save").submit("Show the preview", body_md=body, **said).form(DRAFT, "Save")
    questions = {name for name in asked.names() if name.startswith("guard-")}
    return asked.submit("Save and send to review", body_md=body, **said, **dict.fromkeys(questions, "same-meaning"))


def posted(editor: SignedIn, reviewer: SignedIn, reword: Reword, **said: str) -> Page:
    """The editor's page after a version was written by one, approved by the other, and published."""
    answer = written(editor, reword, **said)
    assert answer.status == 303, answer.main
    own = editor.get(f"{DRAFT}/review")
    assert "somebody else must read it" in own.main
    review = reviewer.get(f"{DRAFT}/review").form("/draft/review", "Approve it").submit("Approve it")
    assert review.status == 303, review.main
    publication = editor.get(f"{DRAFT}/publication").form("/draft/publication").submit()
    assert publication.status == 303, publication.main
    return publication.follow()
