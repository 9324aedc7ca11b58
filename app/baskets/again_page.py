"""A job that is ordered again, as finished values: then and now side by side, and what must be chosen anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.artwork import service as artwork
from app.artwork.service import ArtworkView
from app.baskets.basket_page import product_href
from app.catalogue import pricing, reading
from app.catalogue.product_page_fields import Field, Fields, fields
from app.catalogue.reading import SpecResult
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from app.foundation.errors import Missing
from app.foundation.forms import Option
from app.orders.views.orders import JobView

TYPED = {"quantity", "pages", "width", "height", "sets"}


@dataclass(frozen=True)
class Compared:
    """One line of the price, in cents; None where it did not stand in that price."""

    label: str
    then: int | None
    now: int | None


@dataclass(frozen=True)
class Again:
    """All that the page shows; `now_cents` and `compared` are empty while something must be chosen anew."""

    job: JobView
    result: SpecResult
    fields: Fields
    compared: tuple[Compared, ...]
    now_cents: int | None
    file: ArtworkView | None
    change_href: str

    @property
    def sold(self) -> bool:
        """Whether the product is still sold at all."""
        return self.result.product is not None


def chosen_again(job: JobView, typed: Mapping[str, str], tables: PriceTables) -> SpecResult:
    """The job's own specification with what was typed over it; a choice left open stays what it was."""
    query = reading.query_of(Spec.from_json(job.spec))
    over = {name: value for name, value in typed.items() if name != "product" and (value.strip() or name in TYPED)}
    return reading.read(query | {name: value for name, value in over.items() if name in _fields(query, tables)}, tables)


def _fields(query: Mapping[str, str], tables: PriceTables) -> set[str]:
    product = tables.products.get(query["product"])
    return {"size", *TYPED, *(product.parts if product else ())}


def again(job: JobView, account_id: int, typed: Mapping[str, str], tables: PriceTables, at: datetime) -> Again:
    """The page of a job that is ordered again, with what was typed over what it was."""
    result = chosen_again(job, typed, tables)
    now = pricing.price(result.spec, tables) if result.spec is not None else None
    lines = [(line.label, line.cents) for line in now.lines] if now else []
    query = dict(result.typed) | {"product": str(job.spec["product"])}
    return Again(
        job=job,
        result=result,
        fields=_drawn(job, result, tables, at),
        compared=tuple(_compared(job.lines, lines)) if now else (),
        now_cents=now.total_cents if now else None,
        file=_file(account_id, job.artwork_id),
        change_href=product_href(query if result.product else {}, ()),
    )


def _file(account_id: int, artwork_id: int | None) -> ArtworkView | None:
    if artwork_id is None:
        return None
    try:
        return artwork.view(account_id, artwork_id)
    except Missing:
        return None


def _compared(then: Sequence[tuple[str, int]], now: Sequence[tuple[str, int]]) -> list[Compared]:
    before, after = dict(then), dict(now)
    labels = [*before, *(label for label in after if label not in before)]
    return [Compared(label, before.get(label), after.get(label)) for label in labels]


def _drawn(job: JobView, result: SpecResult, tables: PriceTables, at: datetime) -> Fields:
    """The boxes of the page: how many, and whatever cannot stay as it was."""
    if result.product is None:
        return Fields({})
    all_fields = fields(result, result.product, tables, at)
    own = reading.query_of(Spec.from_json(job.spec))
    first = reading.read(own, tables).errors
    names = ["quantity", *(name for name in first | result.errors if name != "quantity" and name in all_fields)]
    named = {name: _mended(all_fields[name], name, job, result, tables) for name in dict.fromkeys(names)}
    return Fields(named)


def _mended(field: Field, name: str, job: JobView, result: SpecResult, tables: PriceTables) -> Field:
    """A box as it stands here: a list, with an open choice where what was chosen is no longer sold."""
    if not field.options:
        return field
    codes = [option.value for option in field.options]
    if result.typed.get(name) in codes:
        return replace(field, kind="select")
    old = _old_words(name, job, tables)
    options = (Option("", "Choose one", selected=True), *(replace(one, selected=False) for one in field.options))
    sentence = f"We no longer have {old}. Please choose what we shall use." if old else field.errors[0]
    return replace(field, kind="select", options=options, errors=(sentence,))


def _old_words(name: str, job: JobView, tables: PriceTables) -> str:
    label = "Size" if name == "size" else tables.parts[name].label if name in tables.parts else ""
    return dict(job.words).get(label, "")
