"""News of cases by mail: number and code, or that an answer waits; never what was said (P80)."""

from datetime import timedelta
from typing import Any

from app.cases.news import CaseNews, case_news
from app.foundation import clock, rules
from app.foundation.acts import Act
from app.mail import service as mail
from app.permissions import service as permissions
from app.permissions.subjects import Subject

ENDED = {"refused", "closed", "lapsed"}
WAITS = {
    "answered": "An answer waits for you",
    "asked": "We have a question for you",
    "refused": "An answer waits for you",
}
"""What a mail says of each thing that it tells."""

rules.declare(
    rules.Rule("cases.last-mail-days", 7, "days", "How long after a case has ended its last mail may still go out")
)


def on_case_news(_sender: Any, *, act: Act, news: CaseNews) -> None:
    """Open or end the cause of our mail, and queue what there is to tell."""
    if not news.email:
        return
    ref = f"case:{news.number}"
    if news.happened in {"received", "replied"}:
        # The address asked, whoever it belongs to: a customer may write with one that we do not know as theirs.
        permissions.open_cause(act, Subject(email_key=news.email_key), "request", ref)
    _write(act, news, ref)
    if news.happened in ENDED:
        last = act.at + timedelta(days=rules.whole("cases.last-mail-days"))
        permissions.close_cause(act, "request", ref, expires_at=last)


def _write(act: Act, news: CaseNews, ref: str) -> None:
    if news.happened == "received" and not news.quiet:
        mail.queue(
            act,
            to=news.email,
            template="cases/received",
            purpose="requested",
            ref=ref,
            derived={"code": ("letter-code", news.code_parts[0], news.code_parts[1:])},
            number=news.number,
            due_on=clock.spoken_date(news.due_at),
        )
    elif news.happened in WAITS:
        mail.queue(
            act,
            to=news.email,
            template="cases/news",
            purpose="requested",
            ref=ref,
            number=news.number,
            title=WAITS[news.happened],
            customer=news.person_id is not None,
        )


def listen() -> None:
    """Hear the news of cases; doing it twice changes nothing."""
    case_news.connect(on_case_news)
