"""Cases as tests need them: opened, answered, read back, and the mails about them."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from sqlalchemy import text

from app.cases import service
from app.cases.service import NewCase
from app.cases.views import CaseView, case_of
from app.config import Settings
from app.foundation import work
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.people import identifiers

ASKED = NewCase(
    "contact", "order", "web", "Two boxes are crushed.", "Casey Calder", identifiers.email("casey@example.com")
)


def done(verb: Any) -> Any:
    """Run the verb as one piece of work; gives what it gave."""
    made: list[Any] = []
    work.unit(lambda: made.append(verb()))
    return made[0]


def opened(act: Act, network: str = "", **changes: Any) -> CaseView:
    """A case that somebody opened."""
    number: int = done(lambda: service.open_case(act, replace(ASKED, **changes), network))
    return case_of(number)


def answered(act: Act, number: int, words: str = "We print them again.", outcome: str = "answered") -> CaseView:
    """The case after the desk answered."""
    desk = replace(act, actor=Actor("staff", "1"))
    done(lambda: service.answer(desk, number, words, outcome=outcome, role="Customer service", version=None))
    return case_of(number)


def later(act: Act, **time: float) -> Act:
    return replace(act, at=act.at + timedelta(**time))


def mails(number: int) -> list[str]:
    """The names of the mails queued about a case, oldest first."""
    query = text("SELECT template FROM outbox_mail WHERE ref = :ref ORDER BY id")
    return [row[0] for row in db.session.execute(query, {"ref": f"case:{number}"})]


def audited(number: int) -> list[str]:
    """The kinds of the audit entries about a case, oldest first, without its mails and causes."""
    query = text("SELECT kind FROM audit_entry WHERE subject_ref = :ref ORDER BY id")
    kinds = [row[0] for row in db.session.execute(query, {"ref": f"case:{number}"})]
    return [kind for kind in kinds if kind.startswith("case.")]


def posted(settings: Settings) -> dict[str, EmailMessage]:
    """Every mail that was sent, by its subject."""
    read = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (settings.instance / "mail/new").iterdir()
    ]
    return {str(mail["Subject"]): mail for mail in read}
