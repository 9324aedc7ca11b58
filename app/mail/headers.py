"""What stands around a message: who sent it, that a machine wrote it, and how mail of its kind is stopped.

The wire knows two senders: the one that people read (`From`) and the one that a bounce goes back to, which names the
message by its reference.
"""

from email.headerregistry import Address
from email.message import EmailMessage

from app.foundation import frame, rules
from app.foundation.inventory import PURPOSES as WORDS
from app.mail.stop_addresses import StopAddresses
from app.permissions.purposes import PURPOSES

UNASKED = frozenset({"marketing", "site_update", "survey", "prospect"})
"""Purposes whose mail nobody ordered: each message says how to stop it."""
ONE_CLICK = "List-Unsubscribe=One-Click"
BOUNCES = "bounce"
"""The mailbox that bounces come back to; its tag is the message's reference: `bounce+7k2qm4txw9hb@...`."""


def domain() -> str:
    """The domain that our mail comes from, in lower case."""
    return rules.text("company.mail-from").rpartition("@")[2].lower()


def loop_mark() -> str:
    """What `X-Loop` says in all our mail: one that comes in with it is our own."""
    return rules.text("company.newsletter").lower()


def envelope_sender(reference: str, answers: bool) -> str:
    """Where a bounce goes; empty (the null sender) for an answer, which nothing may answer."""
    return "" if answers else f"{BOUNCES}+{reference.lower()}@{domain()}"


def sender(site: frame.Site, purpose: str, answers: bool) -> Address:
    """Who the reader sees, and whom a reply reaches: for mail that nobody ordered, the desk that obeys it."""
    address = site.newsletter if answers or purpose in UNASKED else site.mail_from
    user, _, at = address.partition("@")
    return Address(site.name, user, at)


def by_machine(message: EmailMessage, thread: dict[str, str] | None, answers: bool) -> None:
    """Say that no hand wrote it, and where it belongs if it answers another."""
    message["Auto-Submitted"] = "auto-replied" if answers else "auto-generated"
    message["X-Loop"] = loop_mark()
    for name, key in (("In-Reply-To", "in_reply_to"), ("References", "references")):
        if thread and thread.get(key):
            message[name] = " ".join(thread[key].split())


def of_list(message: EmailMessage, purpose: str, stop: StopAddresses, site: frame.Site) -> None:
    """How to stop mail of this kind, for the programs of its reader (RFC 2369, RFC 2919, RFC 8058)."""
    message["List-Unsubscribe"] = f"<{stop.https}>, <{stop.mailto}>"
    message["List-Unsubscribe-Post"] = ONE_CLICK
    message["List-Id"] = f"{WORDS[purpose]} <{purpose.replace('_', '-')}.{domain()}>"
    message["List-Help"] = f"<{site.public_url}/privacy-policy#{PURPOSES[purpose].clause}>"
    message["Precedence"] = "bulk"
