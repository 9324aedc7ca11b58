"""Publishing: the next version, at once or later; withdrawn before it begins; an older one again."""

from datetime import timedelta

import pytest

from app.catalogue import service as catalogue
from app.catalogue.pricing import price
from app.foundation import clock, versions
from app.foundation.acts import Act, Actor
from app.foundation.clock import central
from app.foundation.errors import Missing, Refusal, Stale
from app.shipping import service as shipping
from app.tables import service
from app.tables.desks import CATALOGUE, DELIVERY, TAX
from app.tax import service as tax
from tests.ordering import CARDS, done
from tests.unit.tables.editing import begun, dearer_paper, draft, publish, save

DAY = timedelta(days=1)


def cents(at) -> int:
    """What the cards cost at that time."""
    tables = catalogue.current_tables(at)
    spec = catalogue.reading.read(CARDS, tables).spec
    assert spec is not None
    return price(spec, tables).total_cents


def looked(desk=CATALOGUE, at=None):
    return service.outlook(desk, draft(desk).body, draft(desk).based_on, at or clock.now())


def test_a_dearer_paper_moves_example_prices(clerk):
    dearer_paper(clerk)
    seen = looked()
    assert [(change.row, change.field, change.old, change.new) for change in seen.changes] == [
        ("CM130C", "Cost", "0.170", "0.20")
    ]
    assert len(seen.moves) == 12
    moved = {move.what: move.difference for move in seen.moves if move.difference}
    assert moved["Business cards: 500"] > 0
    assert "Flyers and rack cards: 1,000" not in moved
    assert any("Presentation folders" in move.what for move in seen.touched)
    assert seen.lost == seen.dangers == ()


def test_it_holds_from_then_on_and_says_why(clerk):
    before = cents(clerk.at)
    dearer_paper(clerk)
    assert publish(clerk) == 2
    assert cents(clerk.at) > before
    assert cents(clerk.at - timedelta(seconds=1)) == before
    newest = CATALOGUE.versions.history()[0]
    assert (newest.version, newest.loaded_by, newest.reason) == (2, "staff:7", "Paper is dearer.")
    assert service.draft_of(CATALOGUE) is None


def test_a_scheduled_version_begins_by_itself(clerk):
    before = cents(clerk.at)
    dearer_paper(clerk)
    publish(clerk, starts=clerk.at + DAY)
    assert cents(clerk.at) == before
    assert cents(clerk.at + DAY) > before


def test_a_scheduled_version_can_be_withdrawn_and_never_begins(clerk):
    before = cents(clerk.at)
    dearer_paper(clerk)
    publish(clerk, starts=clerk.at + DAY)
    done(lambda: service.withdraw(clerk, CATALOGUE, 2, "The mill lowered its price."))
    assert cents(clerk.at + 2 * DAY) == before
    newest = CATALOGUE.versions.history()[0]
    assert (newest.withdrawn_by, newest.withdrawn_why) == ("staff:7", "The mill lowered its price.")


def test_what_has_begun_is_not_withdrawn(clerk):
    dearer_paper(clerk)
    publish(clerk)
    with pytest.raises(Refusal, match="not begun"):
        done(lambda: service.withdraw(clerk, CATALOGUE, 2, "Oh"))
    with pytest.raises(Missing):
        done(lambda: service.withdraw(clerk, CATALOGUE, 99, "Oh"))


def test_the_same_prices_can_be_published_again_after_a_withdrawal(clerk):
    dearer_paper(clerk)
    publish(clerk, starts=clerk.at + DAY)
    done(lambda: service.withdraw(clerk, CATALOGUE, 2, "Not yet."))
    dearer_paper(clerk)
    assert publish(clerk) == 3


def test_an_older_version_comes_back_as_a_new_one(clerk):
    before = cents(clerk.at)
    dearer_paper(clerk)
    publish(clerk)
    done(lambda: service.start(clerk, CATALOGUE, returns_to=1))
    assert draft().returns_to == 1
    assert [change.new for change in looked().changes] == ["0.170"]
    assert publish(clerk, reason="The mill lowered its price.") == 3
    assert cents(clerk.at) == before
    assert catalogue.tables_of(2).stocks["CM130C"].cost > catalogue.tables_of(3).stocks["CM130C"].cost


def test_two_versions_are_never_scheduled_over_each_other(clerk):
    dearer_paper(clerk)
    publish(clerk, starts=clerk.at + DAY)
    dearer_paper(clerk, "0.30")
    with pytest.raises(Refusal, match="scheduled"):
        publish(clerk)


def test_a_large_move_must_be_confirmed(clerk):
    dearer_paper(clerk, "0.90")
    assert "more than 20 %" in looked().dangers[0]
    with pytest.raises(Refusal, match="confirm") as refused:
        publish(clerk, sure=False)
    assert refused.value.field == "sure"
    assert publish(clerk) == 2


def test_what_could_not_be_made_any_more_must_be_confirmed(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "papers", retired__KRAFT100C="yes")
    assert "Business cards: Paper, Kraft 100lb. Cover" in looked().lost
    with pytest.raises(Refusal, match="confirm"):
        publish(clerk, sure=False)


def test_nothing_is_published_when_nothing_changed(clerk):
    begun(clerk)
    with pytest.raises(Refusal, match="nothing to publish"):
        publish(clerk)


@pytest.mark.parametrize("days", [-1, 0, 1000])
def test_a_time_that_is_over_or_too_far_is_refused(clerk, days):
    dearer_paper(clerk)
    with pytest.raises(Refusal, match="ahead") as refused:
        publish(clerk, starts=clerk.at + days * DAY)
    assert refused.value.field == "at"


def test_what_was_not_looked_at_is_not_published(clerk):
    dearer_paper(clerk)
    with pytest.raises(Stale):
        publish(clerk, drawn=1)


def test_a_draft_that_others_overtook_says_what_it_undoes(clerk, act):
    dearer_paper(clerk)
    body = CATALOGUE.versions.body_of(1).replace('"minimum_price":20', '"minimum_price":25')
    done(lambda: catalogue.load_tables(act, act.at, body))
    seen = looked()
    assert "undoes what version 2" in seen.dangers[0]
    assert {change.field for change in seen.changes} == {"Cost", "Smallest order"}


def test_delivery_moves_its_own_examples(clerk):
    begun(clerk, DELIVERY)
    save(clerk, DELIVERY, "costs", base__="10.50")
    seen = looked(DELIVERY)
    assert {move.what for move in seen.moves if move.difference} >= {"5 lb to 55317, ground"}
    assert publish(clerk, DELIVERY) == 2
    assert shipping.current_tables(clerk.at).base > 10


def test_a_way_that_goes_must_be_confirmed(clerk):
    begun(clerk, DELIVERY)
    save(clerk, DELIVERY, "methods", **{"remove__Next_day": "yes"})
    assert looked(DELIVERY).lost == ("Next day is not offered any more",)


def test_taxes_move_their_own_examples(clerk):
    begun(clerk, TAX)
    save(clerk, TAX, "states", rate__MN="0.07")
    assert len([move for move in looked(TAX).moves if move.difference]) == 5
    assert publish(clerk, TAX) == 2
    assert str(tax.versions.in_force(clerk.at).states["MN"].rate) == "0.07"


def test_who_checked_the_taxes_is_noted(clerk):
    day = central(clerk.at).date()
    assert service.last_check(TAX) is None
    done(lambda: service.note_check(clerk, TAX, "Ava Countwell", day))
    found = service.last_check(TAX)
    assert found is not None
    assert (found.version, found.by, found.on) == (1, "Ava Countwell", day)
    with pytest.raises(Refusal, match="come already"):
        done(lambda: service.note_check(clerk, TAX, "Ava Countwell", day + 3 * DAY))


def test_files_never_overwrite_what_staff_published(clerk, act):
    dearer_paper(clerk)
    publish(clerk)
    later = Act(Actor("command", "set-up"), act.at + DAY, 1)
    assert done(lambda: catalogue.load_tables(later, later.at)) is None
    assert CATALOGUE.versions.number_in_force(later.at) == 2


def test_every_process_follows_within_seconds(clerk):
    dearer_paper(clerk)
    publish(clerk)
    versions.forget()
    assert CATALOGUE.versions.number_in_force(clerk.at) == 2
