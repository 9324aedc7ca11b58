"""Mail to many in tests: customers in bulk, and an update on its way through its pages."""

from collections.abc import Callable

from app.accounts.service import open_account
from app.foundation import work
from tests.pages import Page
from tests.people import WEAK_HASH, SignedIn, act_under_version_1, person

Run = Callable[[str], None]
JOB = "send-mail-runs"
SUBJECT = "Turn the pages of your proof"
BODY = "**New on the site:** proofs can be turned page by page.\n\n- [See how](/help/artwork)\n- Ask us"


def customers(count: int, name: str = "reader") -> list[int]:
    """So many customers whose address is known to be theirs; gives their account ids."""
    act, made = act_under_version_1(), []

    def open_all() -> None:
        for number in range(count):
            new = person(f"{name}{number}", f"Reader {name.title()} {number}", None)
            made.append(open_account(act, new, WEAK_HASH))

    work.unit(open_all)
    return made


def written(author: SignedIn, subject: str = SUBJECT, body: str = BODY) -> Page:
    """The page of an update that was just written."""
    form = author.get("/staff/mail/runs").open("Write a site update").form("/staff/mail/runs/new")
    return form.submit(subject=subject, body=body).follow()


def counted(author: SignedIn, run_job: Run, subject: str = SUBJECT, body: str = BODY) -> Page:
    """The page of an update whose readers were counted."""
    page = pressed(written(author, subject, body), "/counting")
    run_job(JOB)
    return author.get(page.path)


def pressed(page: Page, action: str, **typed: str) -> Page:
    """The page after its button of that address was pressed."""
    answer = page.form(action).submit(**typed)
    assert answer.status == 303, answer.main
    return answer.follow()


def sent_off(page: Page, approver: SignedIn, run_job: Run) -> Page:
    """The page after somebody else approved the mail and let it go, and the job has written it."""
    approved = pressed(approver.get(page.path), "/approval")
    pressed(approved, "/schedule", starts="at-once")
    run_job(JOB)
    return approver.get(page.path)
