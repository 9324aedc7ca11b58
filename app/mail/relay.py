"""Handing a message over: to the SMTP relay of the settings, or to the local Maildir of a demonstration.

The relay is a supplier: each message goes to it through the one outbound door and stands in the ledger. The local
Maildir discloses nothing to anybody.
"""

import hashlib
import mailbox
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from app.config import Settings
from app.disclosures import egress
from app.disclosures.service.ledger import Entry, SupplierShut
from app.foundation.acts import Act

SUPPLIER = "mail-relay"
FIELDS = ("e-mail address", "message")
ACCEPTED = 250


class RelayTrouble(Exception):
    """The relay did not take the message; it can be tried again unless `final`.

    With `waits` the relay was not even asked, because its door is shut: that counts as no try.
    """

    def __init__(self, words: str, final: bool = False, waits: bool = False) -> None:
        super().__init__(words)
        self.final, self.waits = final, waits


@dataclass(frozen=True)
class About:
    """What the ledger says of a message: the person (a `Subject.key`), its cause, and the gate's permit to send."""

    person: str
    case_ref: str
    permit_id: int | None = None


def deliver(act: Act, settings: Settings, message: EmailMessage, about: About) -> None:
    """Send one message; on its way to a relay everything before it in this work is committed.

    Raises:
        RelayTrouble: the relay is away, or refuses it.
    """
    if not settings.smtp_host:
        folder = settings.instance / "mail"
        mailbox.Maildir(str(folder), create=True).add(message)
        return
    try:
        egress.hand_over(act, _parcel(settings, message, about), lambda: _send(settings, message), lambda code: code)
    except SupplierShut:
        raise RelayTrouble("the door to the relay is shut", waits=True) from None
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise RelayTrouble(f"recipient refused ({code})", final=code >= 500) from None
    except (smtplib.SMTPException, OSError) as error:
        raise RelayTrouble(type(error).__name__) from None


def _parcel(settings: Settings, message: EmailMessage, about: About) -> egress.Parcel:
    """The message with the key under which it stands: the same bytes again are the same disclosure."""
    name = str(message["Message-ID"])
    if message.is_multipart():
        # Else each writing of the message would choose another boundary.
        message.set_boundary(hashlib.sha256(name.encode()).hexdigest()[:32])
    payload = message.as_bytes()
    entry = Entry(SUPPLIER, "supplier", about.person, about.case_ref, FIELDS, payload, permit_id=about.permit_id)
    return egress.Parcel(entry, "mail", settings.smtp_host, f"{name} {hashlib.sha256(payload).hexdigest()[:16]}")


def _send(settings: Settings, message: EmailMessage) -> int:
    # By its public name: else the library looks up the machine's own, which is nobody's business.
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, local_hostname=settings.host, timeout=20) as relay:
        if settings.smtp_tls:
            relay.starttls(context=ssl.create_default_context(cafile=settings.ca_file or None))
        if settings.smtp_user:
            relay.login(settings.smtp_user, settings.smtp_password)
        relay.send_message(message)
    return ACCEPTED
