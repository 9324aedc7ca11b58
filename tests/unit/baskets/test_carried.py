"""A visitor's jobs in the address: short, exact, and never too long for a sign-in to carry along."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.baskets import carried
from app.baskets.address_list import decoded, read_list
from app.catalogue import reading
from app.catalogue import service as catalogue
from app.catalogue.spec import Spec
from app.catalogue.tables import PriceTables
from tests.thorough import tries


@pytest.fixture
def tables() -> PriceTables:
    return catalogue.current_tables()


def first_of(slug: str, tables: PriceTables) -> Spec:
    spec = reading.read({"product": slug}, tables).spec
    assert spec is not None
    return spec


def test_every_product_reads_back_as_it_was_written(tables: PriceTables) -> None:
    for slug in tables.products:
        spec = first_of(slug, tables)
        text = carried.written(spec, tables)
        assert len(text) < 250
        (job,) = carried.jobs_of([text], tables)
        assert job.result.spec == spec


def test_ten_jobs_of_any_product_fit_a_page(tables: PriceTables) -> None:
    longest = max((carried.written(first_of(slug, tables), tables) for slug in tables.products), key=len)
    assert not carried.too_many([longest] * 8)
    assert carried.too_many([longest] * 11)


def test_what_is_not_the_first_choice_is_written(tables: PriceTables) -> None:
    spec = reading.read({"product": "business-cards", "corners": "round-1-8", "sets": "3"}, tables).spec
    assert spec is not None
    (job,) = carried.jobs_of([carried.written(spec, tables)], tables)
    assert job.result.spec == spec


@pytest.mark.thorough
@settings(max_examples=tries(2000, 50), deadline=None)
@given(st.lists(st.text(max_size=600), max_size=15))
def test_no_address_breaks_the_reading(texts: list[str]) -> None:
    assert len(carried.texts_of(texts)) <= carried.MOST_JOBS
    for text in texts:
        carried.query_in(text)
    carried.item_in(texts)


@pytest.mark.thorough
@settings(max_examples=tries(2000, 50), deadline=None)
@given(st.text(max_size=300), st.binary(max_size=300))
def test_no_list_breaks_the_reading(text: str, raw: bytes) -> None:
    for one in (text, decoded(raw)):
        found = read_list(one, 200)
        assert bool(found.drops) != bool(found.troubles)
