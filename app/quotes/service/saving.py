"""Saving a quote: prices, words and the version of the tables are frozen, and one drawn form makes one quote."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.addresses import PostalAddress
from app.audit import service as audit
from app.catalogue import pricing
from app.catalogue import service as catalogue
from app.catalogue import spec as specs
from app.foundation import codes, rules
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.orders.estimates import estimate, place_of, priced, tables_of
from app.orders.wanted import WantedJob
from app.quotes.models import Quote, QuoteLine
from app.quotes.service.records import happened
from app.quotes.wanted import NewQuote

NOBODY = 0
"""Stands for the account of a quote that nobody has taken yet."""


def save(act: Act, account_id: int | None, new: NewQuote) -> int:
    """Save the quote and give its number; the same form sent again gives the same quote.

    Raises:
        Refusal: there is nothing in it, too much, or the way of shipping is not offered.
    """
    most = rules.whole("quotes.most-lines", act.at)
    if not 1 <= len(new.jobs) <= most:
        raise Refusal(f"A quote holds at least one job and at most {most}.")
    key = _key(new)
    if account_id is not None and (made := _made_before(account_id, key)) is not None:
        return made
    quote = _frozen(act, account_id, new, key)
    try:
        with db.session.begin_nested():
            db.session.add(quote)
    except IntegrityError:
        return _must_exist(account_id, key)
    db.session.add_all(line(quote.number, place, job, act.at) for place, job in enumerate(new.jobs, 1))
    happened(act, quote, "saved")
    audit.record(act, "quote.saved", f"quote:{quote.number}", account=account_id or 0, total_cents=quote.total_cents)
    return quote.number


def line(number: int, position: int, job: WantedJob, at: datetime) -> QuoteLine:
    """The frozen line of a job: at the price held for it, else by the tables in force."""
    tables, spec = tables_of(job, at), job.spec
    breakdown, product = priced(job, tables).breakdown, specs.product_of(spec, tables)
    return QuoteLine(
        quote_number=number,
        position=position,
        name=job.name or product.name,
        product=spec.product,
        product_name=product.name,
        spec=spec.to_json(),
        words=[list(pair) for pair in specs.described(spec, tables)],
        breakdown=breakdown.to_json(),
        tables_version=breakdown.tables_version,
        quantity=spec.quantity,
        cents=breakdown.total_cents,
        listed_cents=pricing.price(spec, tables).total_cents,
        artwork_id=job.artwork_id,
    )


def reckon(quote: Quote, jobs: Sequence[WantedJob]) -> None:
    """Put the sums into the quote: goods, and shipping and tax by the tables of its day where its way is chosen.

    Raises:
        Refusal: the way of shipping is not offered.
    """
    place = place_of(address_of(quote))
    costs = estimate(jobs, place, quote.shipping_method, quote.created_at, account_id=quote.account_id or NOBODY)
    if quote.shipping_method and not costs.known:
        raise Refusal("This way of shipping is not offered to that address. Please choose another.", "shipping")
    quote.shipping_label = costs.rate.label if costs.rate else ""
    quote.goods_cents = costs.goods_cents
    quote.shipping_cents, quote.tax_cents = costs.shipping_cents, costs.tax_cents
    quote.tax_lines = [[label, cents] for label, cents in costs.tax_lines]
    quote.total_cents = costs.total_cents


def address_of(quote: Quote) -> PostalAddress | None:
    """Where the quote's jobs would go; None for a pick-up, and while that is open."""
    return PostalAddress(**quote.delivery) if quote.delivery else None


def _key(new: NewQuote) -> str:
    """What tells a form sent twice from one that was changed in between."""
    typed = {
        "nonce": new.nonce,
        "name": new.name,
        "jobs": [[job.spec.to_json(), job.name, job.artwork_id] for job in new.jobs],
        "delivery": new.delivery.parts() if new.delivery else None,
        "method": new.method,
    }
    return codes.digest(json.dumps(typed, sort_keys=True))


def _made_before(account_id: int, key: str) -> int | None:
    return db.session.scalar(select(Quote.number).where(Quote.account_id == account_id, Quote.nonce == key))


def _must_exist(account_id: int | None, key: str) -> int:
    number = _made_before(account_id, key) if account_id is not None else None
    if number is None:
        raise Refusal("Your quote could not be saved just now. Please send it again.")
    return number


def _frozen(act: Act, account_id: int | None, new: NewQuote, key: str) -> Quote:
    quote = Quote(
        account_id=account_id,
        case_number=new.case_number,
        nonce=key,
        name=new.name or _name_of(new.jobs),
        by_staff=act.actor.kind == "staff",
        created_at=act.at,
        valid_until=act.at + timedelta(days=rules.whole("quotes.valid-days", act.at)),
        policy_version=act.policy_version,
        delivery=new.delivery.parts() if new.delivery else None,
        shipping_method=new.method,
        version=0,
    )
    reckon(quote, new.jobs)
    return quote


def _name_of(jobs: Sequence[WantedJob]) -> str:
    """What a quote is called when nobody named it: its first job, and how many more."""
    first = jobs[0].name or specs.product_of(jobs[0].spec, catalogue.current_tables()).name
    if len(jobs) == 1:
        return first[:80]
    return f"{first[:60]} and {len(jobs) - 1} more"
