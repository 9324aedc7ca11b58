"""What a mail says, once it is read: plain values, no table and no web behind them."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["bounce", "complaint", "machine", "token", "human", "unreadable"]
EVERY_USE = ("*",)
"""Every purpose other than the one of collection (P62)."""


@dataclass(frozen=True)
class Ours:
    """What the reader has to know about the house that the mail came to."""

    domain: str
    newsletter: str
    privacy_addresses: tuple[str, ...]
    authserv_id: str
    loop_mark: str
    senders: tuple[str, ...] = ()
    """Further addresses that our own mail comes from."""


@dataclass(frozen=True)
class BouncedRecipient:
    """One recipient of a delivery report. `status` is an enhanced code such as `5.1.1`; `reference` is our mail's."""

    address: str
    action: str
    status: str
    reference: str


@dataclass(frozen=True)
class Complaint:
    """Whose complaint a feedback report passes on, and about which of our mails."""

    address: str
    reference: str


@dataclass(frozen=True)
class Authentication:
    """What our own mail server found out. Without a line of its own nothing is `trusted`, and all is empty."""

    dmarc: str = ""
    spf: str = ""
    dkim: str = ""
    trusted: bool = False

    @property
    def failed(self) -> bool:
        """The sender's address is most likely forged: an unknown one is not answered (no backscatter)."""
        return self.trusted and self.dmarc == "fail"


@dataclass(frozen=True)
class Attachment:
    """Something that came along and was not opened."""

    name: str
    type: str
    size: int


@dataclass(frozen=True)
class Reading:
    """What one mail was read as.

    `rule` is the test that decided. `purposes` are what `wishes` are about; those among them that stand in `uses` are
    stopped on every channel, the others for e-mail only. `answerable` leaves aside who wrote: an unknown sender of a
    mail whose `authentication` failed is not answered either. `notes` are short codes of what was odd.
    """

    kind: Kind
    rule: str
    sender: str = ""
    sender_key: str = ""
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    newest_text: str = ""
    language: str = ""
    wishes: frozenset[str] = frozenset()
    purposes: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    answerable: bool = False
    token: str = ""
    bounces: tuple[BouncedRecipient, ...] = ()
    complaint: Complaint | None = None
    authentication: Authentication = field(default_factory=Authentication)
    attachments: tuple[Attachment, ...] = ()
    text: str = ""
    notes: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """The words of the mail that made the wishes, shortened: what `describe` quotes to staff."""
