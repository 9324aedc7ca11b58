"""The table of purposes and channels, as the policy promises it (privacy.md section 3; P3-P7, P42, P43, P62-P66)."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["email", "post", "phone", "internal"]
CHANNELS: tuple[Channel, ...] = ("email", "post", "phone", "internal")
ANY = "*"
"""Every purpose (other than the one of collection) or every channel."""


@dataclass(frozen=True)
class Cell:
    """What one purpose may do by one channel.

    `cause` is the kind of cause that must be open; `customers` means that only they may be reached; `switch` is the
    house rule that must be on. A cell that is not `open` refuses.
    """

    open: bool = True
    cause: str = ""
    customers: bool = False
    switch: str = ""


YES, NO = Cell(), Cell(open=False)
CUSTOMERS = Cell(customers=True)
ORDER, REQUEST, CASE = Cell(cause="order"), Cell(cause="request"), Cell(cause="case")
WANTED = Cell(cause="wanted")
"""A recorded request for marketing itself by that way; a question about something else is none (P65, P66)."""


@dataclass(frozen=True)
class Purpose:
    """One purpose: its cells by channel, whether the person can stop it, and the policy clause that permits it."""

    code: str
    email: Cell
    post: Cell
    phone: Cell
    internal: Cell
    stoppable: bool
    clause: str

    def cell(self, channel: Channel) -> Cell:
        found: Cell = getattr(self, channel)
        return found


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose("order", ORDER, ORDER, ORDER, YES, False, "ordering"),
        Purpose("account", YES, NO, NO, YES, False, "mail-we-send"),
        Purpose("billing", ORDER, ORDER, ORDER, YES, False, "ordering"),
        Purpose("requested", REQUEST, REQUEST, REQUEST, REQUEST, True, "writing-to-us"),
        Purpose("policy_notice", YES, NO, NO, YES, False, "posting-changes"),
        Purpose("site_update", CUSTOMERS, NO, NO, YES, True, "site-updates"),
        Purpose("marketing", CUSTOMERS, WANTED, WANTED, YES, True, "marketing"),
        Purpose("survey", CUSTOMERS, NO, NO, YES, True, "surveys"),
        Purpose("personalise", NO, NO, NO, YES, True, "personal-pages"),
        Purpose("improve", NO, NO, NO, YES, True, "improving"),
        Purpose("hygiene", NO, NO, NO, YES, True, "address-updates"),
        Purpose("understand", NO, NO, NO, YES, True, "third-party-data"),
        Purpose("prospect", Cell(switch="prospect.first-contact"), WANTED, NO, YES, True, "third-party-data"),
        Purpose("enforce", NO, NO, NO, CASE, False, "legal-disclosure"),
        Purpose("legal", NO, NO, NO, CASE, False, "legal-disclosure"),
    )
}
NEVER_SUPPRESSED = frozenset({"order", "billing", "account"})
"""Suppressing these once blocked password resets elsewhere; no list may cover them."""


def covers(stopped: str, purpose: str) -> bool:
    """Whether a stop of `stopped` (a code or `*`) reaches the purpose."""
    return PURPOSES[purpose].stoppable and stopped in {ANY, purpose}
