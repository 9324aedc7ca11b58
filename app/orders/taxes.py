"""The tax on an order: at each place on its share of the goods and its shipping (print.md section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.foundation import rules
from app.orders.destinations import Parcel, Priced
from app.orders.shares import shares
from app.shipping.service import PICK_UP
from app.tax import service as tax
from app.tax.rates import TaxLine

for _rule in (
    rules.Rule("orders.pick-up-state", "MN", "text", "The state in which orders are picked up (for tax)"),
    rules.Rule("orders.pick-up-zip", "55317", "text", "The ZIP code where orders are picked up (for tax)"),
):
    rules.declare(_rule)


@dataclass(frozen=True)
class Taxed:
    """What is collected for states: words and cents, one line for each that is not the same; and who is exempt."""

    lines: tuple[tuple[str, int], ...]
    exemptions: tuple[tuple[str, str], ...] = ()

    @property
    def cents(self) -> int:
        return sum(cents for _, cents in self.lines)


@dataclass(frozen=True)
class _Share:
    """What one place is taxed on."""

    state: str
    zip_code: str
    goods_cents: int
    shipping_cents: int
    delivered: bool


def taxed(
    jobs: Sequence[Priced], parcels: Sequence[Parcel], discount_cents: int, account_id: int, at: datetime
) -> Taxed | None:
    """The tax on these parcels; None while it is not known where something goes."""
    found = _shares(jobs, parcels, discount_cents, at)
    if found is None:
        return None
    lines: dict[str, int] = {}
    exempt: dict[str, tuple[str, str]] = {}
    charged: dict[str, list[_Share]] = {}
    for share in found:
        line = _tax(share, share.goods_cents, share.shipping_cents, at)
        if line.cents and (held := _exemption(account_id, line.state, at)) is not None:
            exempt[line.state] = held
        elif line.cents:
            lines[line.label] = lines.get(line.label, 0) + line.cents
            charged.setdefault(line.state, []).append(share)
    for here in charged.values():
        if fee := _fee(here, at):
            lines[fee[0]] = lines.get(fee[0], 0) + fee[1]
    return Taxed((*((label, 0) for label, _ in exempt.values()), *lines.items()), tuple(exempt.values()))


def _exemption(account_id: int, state: str, at: datetime) -> tuple[str, str] | None:
    """Words and reference of the certificate that frees this customer there."""
    held = tax.exemption(account_id, state, at)
    return (held.label, held.ref) if held is not None else None


def _fee(here: Sequence[_Share], at: datetime) -> tuple[str, int] | None:
    """A state's fee for deliveries: once on an order, by all that is charged for what is delivered there."""
    sent = [share for share in here if share.delivered]
    if not sent:
        return None
    goods, shipping = sum(share.goods_cents for share in sent), sum(share.shipping_cents for share in sent)
    line = _tax(sent[0], goods, shipping, at)
    return (line.fee_label, line.fee_cents) if line.fee_cents else None


def _tax(share: _Share, goods_cents: int, shipping_cents: int, at: datetime) -> TaxLine:
    return tax.tax_on(goods_cents, shipping_cents, share.state, share.zip_code, at, delivered=share.delivered)


def _shares(
    jobs: Sequence[Priced], parcels: Sequence[Parcel], discount_cents: int, at: datetime
) -> list[_Share] | None:
    """Goods less discount and shipping of each parcel; the goods of a job by pieces."""
    off = shares(discount_cents, [job.breakdown.print_cents for job in jobs])
    goods = [0 for _ in parcels]
    for number, job in enumerate(jobs):
        here = [parcel.destination.pieces.get(number, 0) for parcel in parcels]
        for parcel_no, cents in enumerate(shares(job.breakdown.total_cents - off[number], here)):
            goods[parcel_no] += cents
    found = []
    for parcel, cents in zip(parcels, goods, strict=True):
        place, home = parcel.destination.place, parcel.rate.method == PICK_UP
        if place is None and not home:
            return None
        if home or place is None:
            state, zip_code = rules.text("orders.pick-up-state", at), rules.text("orders.pick-up-zip", at)
        else:
            state, zip_code = place.state, place.zip_code
        found.append(_Share(state, zip_code, cents, parcel.rate.cents, not home))
    return found
