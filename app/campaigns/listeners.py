"""What sets the notices going, and what the relay made of them."""

from typing import Any

from app.campaigns import service
from app.foundation import jobs
from app.foundation.acts import Act
from app.mail import news as mail_news
from app.policy import news as policy_news


def on_version(_act: Act, **_news: Any) -> None:
    """A version is public, or taken back: those who must be told are written to as soon as that is committed."""
    jobs.nudge(service.JOB)


def on_sent(act: Act, *, mail_id: int, template: str) -> None:
    """A notice has left."""
    if template == service.NOTICE:
        service.delivered(act, mail_id)


def listen() -> None:
    """Hear of versions and of mail; doing it twice changes nothing."""
    policy_news.posted.connect(on_version)
    policy_news.withdrawn.connect(on_version)
    mail_news.sent.connect(on_sent)
