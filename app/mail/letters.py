"""From a row of the outbox to a message: templates in `templates/<room>/mail/<name>/`."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from flask import current_app

from app.config import Settings
from app.foundation import codes, frame
from app.foundation.inventory import PURPOSES as WORDS
from app.mail import catalogue, headers, signing, stop_addresses
from app.mail.headers import UNASKED
from app.mail.models import OutboxMail
from app.mail.signing import Signer
from app.mail.stop_addresses import StopAddresses
from app.permissions.purposes import PURPOSES

__all__ = [
    "UNASKED",
    "Specimen",
    "compose",
    "envelope_sender",
    "is_answer",
    "policy_version",
    "settings",
    "with_stop",
    "written",
]

WRITING = SMTP.clone(cte_type="7bit")
"""Seven bits and short lines: nothing on the way has a reason to alter what is signed."""
WIRE = WRITING.clone(max_line_length=400)
"""As it leaves: an address in a header stands whole on its line."""
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
    reference: str = "SPEC1MEN0000"
    derived: dict[str, Any] = field(default_factory=dict)


def settings() -> Settings:
    """The deployment settings of the current application."""
    found: Settings = current_app.extensions["shop.settings"]
    return found


def compose(row: OutboxMail | Specimen, show_secrets: bool = True) -> EmailMessage:
    """The message of that row; staff previews are made with `show_secrets=False`."""
    site, answers = frame.site(settings()), is_answer(row.template)
    values = dict(row.content) | {"site": site} | _secrets(row, show_secrets)
    room, name = row.template.split("/")
    folder = f"{room}/mail/{name}"
    message = EmailMessage(policy=WRITING)
    message["Subject"] = _one_line(_render(f"{folder}/subject.txt", values))
    message["From"] = headers.sender(site, row.purpose, answers)
    message["To"] = row.recipient
    message["Date"] = row.queued_at
    message["Message-ID"] = row.message_id
    headers.by_machine(message, row.content.get("thread"), answers)
    text, html = _render(f"{folder}/body.txt", values), _render(f"{folder}/body.html", values)
    if row.purpose in UNASKED:
        stop = stop_addresses.addresses(row)
        headers.of_list(message, row.purpose, stop, site)
        text, html = with_stop(text, html, row.purpose, site, stop, row.reference)
    else:
        text, html = with_reference(text, html, site, row.reference)
    message.set_content(text, cte="quoted-printable")
    if not answers:  # an answer of a machine is plain text: whoever wrote by a machine can read it, too
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def with_reference(text: str, html: str, site: frame.Site, reference: str) -> tuple[str, str]:
    """Both forms with the reference by which the mail explains itself."""
    values = {"reference": codes.grouped(reference), "why_link": f"{site.public_url}/why/{reference}"}
    before, end, after = html.rpartition("</body>")
    said, drawn = _render("mail/why_foot.txt", values), _render("mail/why_foot.html", values)
    return f"{text}\n{said}", before + drawn + end + after


def written(message: EmailMessage, signer: Signer | None, at: datetime) -> bytes:
    """The message as it leaves, signed; the same message is the same bytes each time but for its signature."""
    if message.is_multipart():
        # Else each writing would choose another boundary.
        message.set_boundary(hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:32])
    text = message.as_bytes(policy=WIRE)
    # Some programs on the way put a sign before this word, which would break the signature.
    text = re.sub(rb"(?m)^From ", b"=46rom ", text)
    return signing.sign(text, signer, at) if signer is not None else text


def envelope_sender(row: OutboxMail) -> str:
    """Where a bounce of this message goes."""
    return headers.envelope_sender(row.reference, is_answer(row.template))


def policy_version() -> int | None:
    """The number of the policy version in force."""
    found: int | None = current_app.extensions["shop.policy_version"]()
    return found


def is_answer(template: str) -> bool:
    """Whether the mail answers one that came in, so that nothing may answer it."""
    letter = catalogue.known(template)
    return letter is not None and letter.null_sender


def with_stop(
    text: str, html: str, purpose: str, site: frame.Site, stop: StopAddresses, reference: str
) -> tuple[str, str]:
    """Both forms with how to stop such mail, why it came and who sent it: no template can leave it out (P64)."""
    values = {
        "purpose": WORDS[purpose],
        "clause": PURPOSES[purpose].clause,
        "site": site,
        "stop": stop,
        "stop_link": stop.https,
        "why_link": f"{site.public_url}/why/{reference}",
        "reference": codes.grouped(reference),
    }
    before, end, after = html.rpartition("</body>")
    return text + _render("mail/stop.txt", values), before + _render("mail/stop.html", values) + end + after


def _secrets(row: OutboxMail | Specimen, show: bool) -> dict[str, str]:
    found = {}
    for name, (kind, purpose, parts) in row.derived.items():
        found[name] = MAKERS[kind](purpose, *parts) if show else HIDDEN
    return found


def _render(template: str, values: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(template).render(values).strip() + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
