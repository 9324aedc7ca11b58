"""The two addresses that stop one mail: a page for people and programs, and a mailbox (RFC 2369 and RFC 8058)."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from app.config import Settings
from app.foundation import codes, rules

LENGTH = 40
"""Hexadecimal digits of a token: 160 bits."""
BOX = "u"
"""The tag of the newsletter mailbox under which a token is written to: `newsletter+u.TOKEN@...`."""


class Message(Protocol):
    """What a token is derived from: a row of the outbox, or a specimen."""

    @property
    def message_id(self) -> str: ...


@dataclass(frozen=True)
class StopAddresses:
    """`https` is what the footer and the header show; `mailto` the second way of the header."""

    https: str
    mailto: str


def token_of(message: Message) -> str:
    """The token of that message: derived from its random name and never stored, so it works for ever."""
    return codes.keyed_hex("stop-link", message.message_id)[:LENGTH]


def addresses(message: Message) -> StopAddresses:
    """Where whoever holds the message can stop such mail; no address and no name is in either."""
    settings: Settings = current_app.extensions["shop.settings"]
    token = token_of(message)
    user, _, domain = rules.text("company.newsletter").partition("@")
    return StopAddresses(f"{settings.base_url}/u/{token}", f"mailto:{user}+{BOX}.{token}@{domain}?subject=unsubscribe")
