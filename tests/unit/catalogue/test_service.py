"""Versions of the price tables, and what other rooms ask of the catalogue."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.catalogue import service
from app.catalogue.loading import body_from_files
from app.catalogue.models import PriceTable
from app.catalogue.pricing import price
from app.catalogue.tables import TablesError
from app.foundation.database import db
from app.foundation.versions import NotLoaded


def test_loading_the_files_twice_makes_one_version_and_one_entry(app, act):
    assert service.load_tables(act, act.at) == 1
    assert service.load_tables(act, act.at) is None
    entries = db.session.query(AuditEntry).filter_by(kind="price_table.loaded").all()
    assert [(entry.subject_ref, entry.actor) for entry in entries] == [("price_table:1", "command:test")]


def test_a_price_frozen_under_an_old_version_can_be_made_again_from_it(app, act):
    service.load_tables(act, act.at)
    spec = service.spec_from({"product": "flyers"}).spec
    assert spec is not None
    frozen = price(spec, service.current_tables())
    service.load_tables(act, act.at, body_from_files().replace('"minimum_price":20', '"minimum_price":500'))
    assert service.current_tables(act.at).version == 2
    assert price(spec, service.current_tables(act.at)).total_cents == 50000
    assert price(spec, service.tables_of(frozen.tables_version)) == frozen


def test_tables_that_cannot_be_read_are_not_stored(app, act):
    with pytest.raises(TablesError):
        service.load_tables(act, act.at, '{"products": {}}')
    assert db.session.query(PriceTable).count() == 0


def test_before_the_first_version_nothing_is_sold(app, act):
    service.load_tables(act, act.at)
    with pytest.raises(NotLoaded):
        service.current_tables(act.at - timedelta(days=1))
    with pytest.raises(NotLoaded):
        service.tables_of(9)


def test_the_stored_row_says_what_it_holds_and_who_loaded_it(app, act):
    service.load_tables(act, act.at)
    row = db.session.get(PriceTable, 1)
    assert (row.body, row.loaded_by, row.effective_at) == (body_from_files(), "command:test", act.at)
    assert service.current_tables(act.at).sha256 == row.sha256


def test_the_needs_of_a_file_follow_from_the_specification(app, act):
    service.load_tables(act, act.at)
    spec = service.spec_from({"product": "postcards", "size": "6x9", "color": "4/0"}).spec
    assert spec is not None
    needs = service.trim_and_pages(spec)
    assert (str(needs.width_in), str(needs.height_in), needs.pages_expected) == ("6", "9", 1)
