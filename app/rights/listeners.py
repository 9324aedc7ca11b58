"""What this room does at news: it takes up what a mail asks, forgets the address of a code mail that went, and what
lapsed."""

from datetime import datetime
from typing import Any

from flask import flash, has_request_context

from app.accounts import news as account_news
from app.cases.news import CaseNews, case_news
from app.cases.states import REQUESTS
from app.foundation.acts import Act
from app.mail import news as mail_news
from app.people.identifiers import Email
from app.rights.service import asking, closing, sweeping

WISHES = {"access": "information", "correction": "correction", "erasure": "erasure"}
"""What a mail may ask for, and the kind of request that it opens."""


def on_asked(act: Act, *, inbound_id: int, wish: str, email: Email, received_at: datetime) -> int:
    """A mail asked for what only a proof can open: a request, and a code to the address; gives the case's number."""
    return asking.ask_by_mail(act, WISHES[wish], email, received_at)


def on_sent(act: Act, *, mail_id: int, template: str) -> None:
    """The code is on its way: nothing here needs the address any more."""
    if template == asking.CODE_MAIL:
        sweeping.forget_recipient(mail_id)


def on_case_news(_sender: Any, *, act: Act, news: CaseNews) -> None:
    """A request that heard nothing lapsed: what it held of whoever asked goes."""
    if news.kind in REQUESTS and news.happened == "lapsed":
        sweeping.forget(act, news.number)


def on_signed_in(act: Act, *, account_id: int) -> None:
    """Whoever signs in while the account is being closed keeps it."""
    if closing.call_off(act, account_id) and has_request_context():
        flash("Your account stays open: signing in called off its closing.", "success")


def listen() -> None:
    """Hear the news; doing it twice changes nothing."""
    mail_news.asked.connect(on_asked)
    mail_news.sent.connect(on_sent)
    case_news.connect(on_case_news)
    account_news.signed_in.connect(on_signed_in)
