"""Handing messages over: to the SMTP relay of the settings, or to the local Maildir of a demonstration.

The relay is a supplier: each message goes to it through the one outbound door and stands in the ledger. The local
Maildir discloses nothing to anybody. One `Line` carries many messages; whatever goes wrong on it is told apart by
whether the relay can have taken the message.
"""

import contextlib
import hashlib
import mailbox
import re
import smtplib
import ssl
from dataclasses import dataclass
from typing import Protocol

from app.config import Settings
from app.disclosures import egress
from app.disclosures.service.ledger import Entry
from app.people import identifiers

SUPPLIER = "mail-relay"
FIELDS = ("e-mail address", "message")
ACCEPTED = 250
GO_AHEAD = 354
PATIENCE, LAST_PATIENCE = 20.0, 120.0
"""Seconds to wait for an answer, and for the one that says whether the message was taken."""
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class RelayTrouble(Exception):
    """The relay did not take the message; it can be tried again unless `final`.

    With `waits` the relay was not even asked: that counts as no try. `code` and `status` are what it answered about
    this recipient or this message; 0 where it said nothing of the kind.
    """

    def __init__(self, words: str, final: bool = False, waits: bool = False, code: int = 0, status: str = "") -> None:
        super().__init__(words)
        self.final, self.waits, self.code, self.status = final, waits, code, status


class NoAnswer(Exception):
    """The message went to the relay, and no answer came: nobody here can say whether it was taken."""


@dataclass(frozen=True)
class Envelope:
    """What stands on the outside: `sender` is empty for the null sender."""

    sender: str
    recipient: str


@dataclass(frozen=True)
class About:
    """What the ledger says of a message: the person (a `Subject.key`), its cause, and the gate's permit to send."""

    person: str
    case_ref: str
    permit_id: int | None = None


class Line(Protocol):
    """A way out that takes one message after the other."""

    def send(self, envelope: Envelope, message: bytes) -> int:
        """Hand one message over; gives the relay's code.

        Raises:
            RelayTrouble: it was not taken.
            NoAnswer: it may have been.
        """

    def close(self) -> None:
        """Hang up."""


def line(settings: Settings) -> Line:
    """The way out of these settings; it connects with its first message."""
    return SmtpLine(settings) if settings.smtp_host else Spool(settings)


def parcel(settings: Settings, name: str, message: bytes, about: About) -> egress.Parcel:
    """The message with the key under which it stands: the same bytes again are the same disclosure."""
    entry = Entry(SUPPLIER, "supplier", about.person, about.case_ref, FIELDS, message, permit_id=about.permit_id)
    return egress.Parcel(entry, "mail", settings.smtp_host, f"{name} {hashlib.sha256(message).hexdigest()[:16]}")


class Spool:
    """The local Maildir; what stood on the envelope is the first line of each letter."""

    def __init__(self, settings: Settings) -> None:
        self._folder = str(settings.instance / "mail")

    def send(self, envelope: Envelope, message: bytes) -> int:
        """Lay the message down."""
        box = mailbox.Maildir(self._folder, create=True)
        box.add(f"Return-Path: <{envelope.sender}>\n".encode() + message.replace(b"\r\n", b"\n"))
        return ACCEPTED

    def close(self) -> None:
        """There is nothing to close."""


class SmtpLine:
    """One connection to the relay, opened again when it was closed between two messages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._relay: smtplib.SMTP | None = None

    def send(self, envelope: Envelope, message: bytes) -> int:
        """Hand one message over, step by step: what fails before the message itself was not taken."""
        recipient = identifiers.email(envelope.recipient).key.rpartition("@")[2]
        to = f"{envelope.recipient.rpartition('@')[0]}@{recipient}"
        if not to.isascii():
            raise RelayTrouble("an address beyond ASCII", final=True)
        try:
            self._announce(envelope.sender, to)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise RelayTrouble(type(error).__name__) from None
        return self._message(message)

    def _announce(self, sender: str, recipient: str) -> None:
        fresh = self._relay is None
        relay = self._relay or self._connected()
        try:
            code, said = relay.mail(sender)
        except smtplib.SMTPServerDisconnected:
            if fresh:
                raise
            # Relays hang up after a while, or after so many messages: the next connection begins anew.
            self.close()
            relay = self._connected()
            code, said = relay.mail(sender)
        if code != ACCEPTED:
            self.close()
            raise RelayTrouble(f"sender refused ({code})")
        code, said = relay.rcpt(recipient)
        if code not in (ACCEPTED, 251):
            self._start_over()
            raise _refused("recipient", code, said)

    def _message(self, message: bytes) -> int:
        relay = self._relay
        if relay is None:
            raise RelayTrouble("no line")
        try:
            relay.putcmd("data")
            code, said = relay.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise RelayTrouble(type(error).__name__) from None
        if code != GO_AHEAD:
            self._start_over()
            raise _refused("message", code, said)
        try:
            relay.send(_stuffed(message))
            code, said = self._last_word(relay)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NoAnswer(type(error).__name__) from None
        if code != ACCEPTED:
            self._start_over()
            raise _refused("message", code, said)
        return code

    @staticmethod
    def _last_word(relay: smtplib.SMTP) -> tuple[int, bytes]:
        if relay.sock is not None:
            relay.sock.settimeout(LAST_PATIENCE)
        answer = relay.getreply()
        if relay.sock is not None:
            relay.sock.settimeout(PATIENCE)
        return answer

    def _connected(self) -> smtplib.SMTP:
        own = self._settings
        # By its public name: else the library looks up the machine's own, which is nobody's business.
        relay = smtplib.SMTP(own.smtp_host, own.smtp_port, local_hostname=own.host, timeout=PATIENCE)
        try:
            relay.ehlo_or_helo_if_needed()
            if own.smtp_tls:
                relay.starttls(context=ssl.create_default_context(cafile=own.ca_file or None))
                relay.ehlo_or_helo_if_needed()
            if own.smtp_user:
                relay.login(own.smtp_user, own.smtp_password)
        except (smtplib.SMTPException, OSError):
            relay.close()
            raise
        self._relay = relay
        return relay

    def _start_over(self) -> None:
        """Forget the message in hand, and the line too if the relay has hung up."""
        try:
            if self._relay is not None:
                self._relay.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def close(self) -> None:
        """Say goodbye if somebody listens, and hang up."""
        relay, self._relay = self._relay, None
        if relay is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                relay.quit()
            relay.close()


def _refused(what: str, code: int, said: bytes) -> RelayTrouble:
    """What the relay's answer means; its words, which may name somebody, stay out."""
    found = ENHANCED.search(said.decode("ascii", "replace"))
    status = found.group(1) if found else ("5.0.0" if code >= 500 else "4.0.0")
    return RelayTrouble(f"{what} refused ({code})", final=code >= 500, code=code, status=status)


def _stuffed(message: bytes) -> bytes:
    """The message as SMTP carries it: a line that begins with a dot gets another, and a dot ends it all."""
    whole = message if message.endswith(b"\r\n") else message + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"
