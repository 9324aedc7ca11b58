"""What a customer wants to order: jobs, where their pieces go, and how; plain values that `service.place` takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from app.accounts.addresses import PostalAddress
from app.catalogue.pricing import Breakdown
from app.catalogue.spec import Spec


@dataclass(frozen=True)
class SentFile:
    """A file that a customer sent; the stream must be seekable."""

    name: str | None
    stream: IO[bytes]


@dataclass(frozen=True)
class Drop:
    """Some pieces of a job that go to an address of their own."""

    address: PostalAddress
    pieces: int


@dataclass(frozen=True)
class WantedJob:
    """One job. Without `drops` all of it goes where the order goes; else their pieces add up to the quantity.

    `breakdown` is a price held for the customer (basket, quote), by the version of the tables that it names; without
    one today's tables count. `file` came with the form, `artwork_id` names one that this account already has.
    `repeat_of` is the id of the job that this one orders again.
    """

    spec: Spec
    name: str = ""
    drops: tuple[Drop, ...] = ()
    file: SentFile | None = None
    artwork_id: int | None = None
    breakdown: Breakdown | None = None
    repeat_of: int | None = None


@dataclass(frozen=True)
class Order:
    """What a checkout gives. `delivery` is None for a pick-up; `nonce` is random and drawn with the form.

    `blind`: the sender shown is the customer. `po_number` is the customer's own purchase-order number, `promotion` a
    code, `carrier_account` the customer's account with the carrier, `source` what it was made from (`quote:17`).
    `rates_at`: shipping and tax are held as of that time, as a quote promised.
    """

    nonce: str
    jobs: tuple[WantedJob, ...]
    delivery: PostalAddress | None
    billing: PostalAddress
    method: str
    phone: str = ""
    blind: bool = False
    po_number: str = ""
    promotion: str = ""
    carrier_account: str = ""
    source: str = ""
    rates_at: datetime | None = None
