"""From a row of the outbox to a message: templates in `templates/<room>/mail/<name>/`."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from flask import current_app

from app.config import Settings
from app.foundation import codes, frame
from app.foundation.inventory import PURPOSES as WORDS
from app.mail.models import OutboxMail
from app.permissions.purposes import PURPOSES

UNASKED = frozenset({"marketing", "site_update", "survey", "prospect"})
"""Purposes whose mail nobody ordered: each message says how to stop it."""
HIDDEN = "(hidden)"
MAKERS = {"code": codes.typed_code, "letter-code": codes.letter_code, "token": codes.keyed_hex}
"""What derives each kind of secret."""


@dataclass(frozen=True)
class Specimen:
    """A message that is drawn to be looked at, and never stored or sent."""

    template: str
    purpose: str
    content: dict[str, Any]
    queued_at: datetime
    recipient: str = "reader@example.com"
    message_id: str = "<specimen@example.com>"
    derived: dict[str, Any] = field(default_factory=dict)


def settings() -> Settings:
    """The deployment settings of the current application."""
    found: Settings = current_app.extensions["shop.settings"]
    return found


def compose(row: OutboxMail | Specimen, show_secrets: bool = True) -> EmailMessage:
    """The message of that row; staff previews are made with `show_secrets=False`."""
    site = frame.site(settings())
    values = dict(row.content) | {"site": site} | _secrets(row, show_secrets)
    room, name = row.template.split("/")
    folder = f"{room}/mail/{name}"
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(_render(f"{folder}/subject.txt", values))
    message["From"] = _sender(site)
    message["To"] = row.recipient
    message["Date"] = row.queued_at
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"
    text, html = _render(f"{folder}/body.txt", values), _render(f"{folder}/body.html", values)
    if row.purpose in UNASKED:
        text, html = with_stop(text, html, row.purpose, site)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def with_stop(text: str, html: str, purpose: str, site: frame.Site) -> tuple[str, str]:
    """Both forms with how to stop such mail, why it came and who sent it: no template can leave it out (P64)."""
    values = {"purpose": WORDS[purpose], "clause": PURPOSES[purpose].clause, "site": site}
    before, end, after = html.rpartition("</body>")
    return text + _render("mail/stop.txt", values), before + _render("mail/stop.html", values) + end + after


def _sender(site: frame.Site) -> Address:
    user, _, domain = site.mail_from.partition("@")
    return Address(site.name, user, domain)


def _secrets(row: OutboxMail | Specimen, show: bool) -> dict[str, str]:
    found = {}
    for name, (kind, purpose, parts) in row.derived.items():
        found[name] = MAKERS[kind](purpose, *parts) if show else HIDDEN
    return found


def _render(template: str, values: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(template).render(values).strip() + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
