"""What a source is told when it is asked what it holds, and how it puts its declarations into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.disclosures.service.ledger import Line
from app.foundation.inventory import ORIGINS, PURPOSES, Personal
from app.foundation.reaching import Keys
from app.people.service import Provenance
from app.permissions.purposes import PURPOSES as USES
from app.rights.service.telling import Teller


@dataclass(frozen=True)
class Asked:
    """By whom it is asked: their keys, and whose values may be shown (`open_to`)."""

    keys: Keys
    full: bool
    open_to: Keys
    network: str
    at: datetime
    teller: Teller
    lines: Sequence[Line]
    """What left us, repeats folded."""
    recipients: Mapping[str, tuple[str, ...]]
    """Who got something, by the order or case because of which."""
    told: Mapping[str, Provenance]
    """What stands behind the values of the account, by field."""


def purposes_of(declared: Personal) -> tuple[str, ...]:
    """What it is used for, in words."""
    return tuple(PURPOSES[code] for code in declared.purposes)


def origins_of(declared: Personal) -> str:
    """Where it may come from, in words."""
    return ", ".join(ORIGINS[code] for code in declared.origins)


def correction(declared: Personal) -> str:
    """How it is corrected, and how its use is stopped."""
    stop = [PURPOSES[code] for code in declared.purposes if code in USES and USES[code].stoppable]
    how = {
        "self": "You can change it yourself in your account.",
        "by-request": "Ask us, and we correct it.",
        "no": f"It is not changed: {declared.reason.rstrip('.')}.",
    }[declared.correctable]
    return f"{how} You can stop its use for {', '.join(stop)}." if stop else how
