"""What every verb of cases needs: the case for writing, the rows that say what happened, and the news of it."""

from sqlalchemy import select

from app.cases import codes
from app.cases.models import Case, CaseEvent, CaseMessage
from app.cases.news import CaseNews, Happened, case_news
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal

LARGEST = 2**31 - 1
"""A number beyond this is no case's; the database could not even compare it."""


def locked(number: int, version: int | None = None) -> Case:
    """The case, kept from other writers until the commit; `version` is the one that a staff form was drawn from.

    Raises:
        Missing: there is none.
        Refusal: it changed since.
    """
    query = select(Case).where(Case.number == min(number, LARGEST))
    case: Case | None = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if case is None:
        raise Missing
    if version not in {None, case.version}:
        raise Refusal("Somebody changed this case since you opened the page. Look at it again, then decide.")
    return case


def say(act: Act, case: Case, sort: str, text: str, role: str = "") -> None:
    """Add a message, an answer or a note, and count the case's version on."""
    row = CaseMessage(case_number=case.number, sort=sort, text=text, at=act.at, actor=str(act.actor), role=role)
    db.session.add(row)
    case.version += 1


def move(act: Act, case: Case, state: str, reason: str = "") -> None:
    """Bring the case into the state, and write the row of it."""
    case.state = state
    row = CaseEvent(case_number=case.number, state=state, at=act.at, actor=str(act.actor), reason=reason)
    db.session.add(row)
    case.version += 1


def tell(act: Act, case: Case, happened: Happened, quiet: bool = False) -> None:
    """Send the news to the rooms above, once everything is written."""
    db.session.flush()
    news = CaseNews(
        happened=happened,
        number=case.number,
        kind=case.kind,
        person_id=case.person_id,
        name=case.name,
        email=case.email,
        email_key=case.email_key,
        due_at=case.due_at,
        code_parts=codes.parts(case.number, case.salt),
        quiet=quiet,
    )
    case_news.send("cases", act=act, news=news)
