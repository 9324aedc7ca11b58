"""The closed list of grounds on which anything leaves the house (privacy.md section 10; P23-P26, P44-P48)."""

from dataclasses import dataclass
from typing import Literal

Ground = Literal["ship", "card", "supplier", "subsidiary", "legal", "enforce"]
Role = Literal["card", "ship", "mail", "host", "backup", "address"]


@dataclass(frozen=True)
class Why:
    """A ground in the words of the person's page, with the policy's clause behind it."""

    words: str
    clause: str


GROUNDS: dict[str, Why] = {
    "ship": Why("to ship your order", "shipping-company"),
    "card": Why("to bill your order", "card-processor"),
    "supplier": Why("to a supplier who works only for us", "suppliers"),
    "subsidiary": Why("to a subsidiary of ours", "subsidiaries"),
    "legal": Why("because the law required it", "legal-disclosure"),
    "enforce": Why("to enforce our policies or protect the site", "legal-disclosure"),
}

ROLES: dict[str, str] = {
    "card": "card processing",
    "ship": "shipping",
    "mail": "sending our e-mail",
    "host": "keeping our data",
    "backup": "keeping our backups",
    "address": "checking addresses",
}
"""What a supplier does for us, in words."""

GROUND_OF_ROLE: dict[str, Ground] = {
    "card": "card",
    "ship": "ship",
    "mail": "supplier",
    "host": "supplier",
    "backup": "supplier",
    "address": "supplier",
}
"""The one ground on which a supplier of each role may be given anything."""

CLAUSES_FOR_ALL = ("no-distribution", "suppliers")
"""Clauses of the policy that bind every supplier, beside the one of its role."""
