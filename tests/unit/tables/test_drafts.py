"""A change in preparation: one for each table, typed section by section, and never half saved."""

import copy
import json

import pytest

from app.foundation.errors import Missing, Refusal, Stale
from app.tables import cells, service
from app.tables.blocks import Entry
from app.tables.desks import CATALOGUE, DELIVERY, DESKS, TAX
from tests.ordering import done
from tests.unit.tables.editing import begun, draft, save, typed


@pytest.mark.parametrize("desk", DESKS.values(), ids=list(DESKS))
def test_every_section_written_back_as_it_stands_changes_nothing(clerk, desk):
    before = begun(clerk, desk).body
    after = copy.deepcopy(before)
    for section in desk.sections(before):
        sent = typed(desk, section.code)
        for block in section.blocks:
            block.write(after, cells.entries(cells.lines_of(block, before), sent))
        section.settle(after)
    assert json.dumps(after) == json.dumps(before)


def test_a_page_saved_as_it_stands_is_no_change(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "papers")
    assert draft().version == 1


def test_a_rule_that_stops_a_form_from_its_beginning_is_refused(clerk):
    begun(clerk)
    rule = {"reason": "No ink today.", "on": "yes", "beside": "color", "when": "color-ink"}
    with pytest.raises(Refusal, match="No ink today"):
        save(clerk, CATALOGUE, "rules", **{f"{name}__new": value for name, value in rule.items()})


def test_a_paper_gets_another_cost(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "papers", cost__CM130C="0.20")
    assert draft().body["stocks"]["CM130C"]["cost"] == "0.20"
    assert draft().version == 2


def test_a_new_paper_can_be_offered_by_a_product(clerk):
    begun(clerk)
    new = {"code": "FELT80C", "name": "Felt White 80lb. Cover", "cost": "0.31", "gsm": "216"}
    new |= {"caliper_in": "0.012", "ink_limit": "280", "traits": "cover, uncoated"}
    save(clerk, CATALOGUE, "papers", **{f"{name}__new": value for name, value in new.items()})
    save(clerk, CATALOGUE, "product-business-cards", on__FELT80C="yes")
    assert "FELT80C" in draft().body["products"]["business-cards"]["parts"]["stock"]


def test_a_retired_paper_leaves_every_product(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "papers", retired__KRAFT100C="yes")
    offered = [row["parts"].get("stock", []) for row in draft().body["products"].values()]
    assert all("KRAFT100C" not in papers for papers in offered)
    assert "KRAFT100C" in draft().body["stocks"]


def test_the_only_paper_of_a_product_cannot_retire(clerk):
    begun(clerk)
    papers = draft().body["products"]["business-cards"]["parts"]["stock"]
    with pytest.raises(Refusal, match="Business cards has no other paper"):
        save(clerk, CATALOGUE, "papers", **{f"retired__{code}": "yes" for code in papers})
    assert draft().version == 1


def test_a_paper_in_use_cannot_be_removed(clerk):
    begun(clerk)
    with pytest.raises(Refusal, match="CM130C"):
        save(clerk, CATALOGUE, "papers", remove__CM130C="yes")


def test_what_a_form_begins_with_can_change(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "product-business-cards", stock__="CG130C")
    assert draft().body["products"]["business-cards"]["parts"]["stock"][:2] == ["CG130C", "CM130C"]


def test_a_product_rests_and_comes_back(clerk):
    begun(clerk)
    save(clerk, CATALOGUE, "products", on__flyers="no")
    assert "flyers" not in draft().body["products"]
    save(clerk, CATALOGUE, "products", on__flyers="yes")
    assert list(draft().body["products"])[2] == "flyers"


def test_a_rule_can_be_switched_off_and_reworded(clerk):
    begun(clerk)
    rows = draft().body["rules"]
    sent = typed(CATALOGUE, "rules") | {"rules-0-on": "no", "rules-1-reason": "Black paper wants white ink."}
    done(lambda: service.save(clerk, CATALOGUE, 1, "rules", sent))
    after = draft().body["rules"]
    assert after[0]["beside"] == []
    assert after[1]["reason"] == "Black paper wants white ink."
    assert after[2:] == rows[2:]
    done(lambda: service.save(clerk, CATALOGUE, 2, "rules", typed(CATALOGUE, "rules") | {"rules-0-on": "yes"}))
    assert draft().body["rules"][0] == rows[0]


HOLIDAYS = [
    ({"date": "2027-07-02"}, None),
    ({"month": "10", "nth": "2", "weekday": "1"}, None),
    ({"month": "5", "nth": "-1", "weekday": "1", "plus": "1"}, None),
    ({"month": "2", "day": "29"}, "no such day"),
    ({"month": "4", "day": "31"}, "no such day"),
    ({"month": "4"}, "give one date"),
    ({"date": "2027-07-02", "month": "7"}, "give one date"),
    ({"month": "4", "day": "3", "nth": "1", "weekday": "1"}, "give one date"),
    ({"month": "4", "weekday": "1"}, "give one date"),
]


@pytest.mark.parametrize(("day", "sentence"), HOLIDAYS)
def test_a_holiday_is_a_day_of_every_year_or_one_date(clerk, day, sentence):
    begun(clerk)
    changes = {f"{name}__new": value for name, value in {"name": "Company picnic", **day}.items()}
    if sentence is None:
        save(clerk, CATALOGUE, "holidays", **changes)
        assert draft().body["holidays"][-1]["name"] == "Company picnic"
    else:
        with pytest.raises(Refusal, match=sentence):
            save(clerk, CATALOGUE, "holidays", **changes)


def test_markup_needs_a_last_step_without_a_number(clerk):
    begun(clerk)
    last = len(draft().body["press"]["markup"]) - 1
    sent = typed(CATALOGUE, "press") | {f"markup-{last}-sheets": "100"}
    with pytest.raises(Refusal, match="every step but the last"):
        done(lambda: service.save(clerk, CATALOGUE, 1, "press", sent))


def test_numbers_that_leave_a_product_without_a_price_are_refused_in_words(clerk):
    begun(clerk)
    with pytest.raises(Refusal, match="has no price with these numbers"):
        save(clerk, CATALOGUE, "press", image_width_in__="5", image_height_in__="5")


def test_a_zone_and_a_fee_change(clerk):
    begun(clerk, DELIVERY)
    save(clerk, DELIVERY, "zones", prefixes__Minnesota="550-567, 580")
    save(clerk, DELIVERY, "costs", extra_address__="6.50")
    tables = DELIVERY.tables(draft(DELIVERY).body)
    assert ("580", "580") in tables.zones[0].prefixes
    assert tables.extra_address_cents == 650


def test_the_way_that_others_are_measured_by_cannot_go(clerk):
    begun(clerk, DELIVERY)
    with pytest.raises(Refusal, match="ground"):
        save(clerk, DELIVERY, "methods", remove__Ground="yes")


def test_another_state_collects(clerk):
    begun(clerk, TAX)
    save(clerk, TAX, "states", code__new="WI", name__new="Wisconsin", rate__new="0.05", shipping_taxable__new="yes")
    save(clerk, TAX, "local-wi", zip__new="532", name__new="Milwaukee", rate__new="0.009")
    assert TAX.tables(draft(TAX).body).states["WI"].local[0].name == "Milwaukee"


def test_a_row_that_nobody_began_is_none(clerk):
    begun(clerk, TAX)
    save(clerk, TAX, "states", rate__MN="0.07")
    assert list(draft(TAX).body["states"]) == ["MN"]


@pytest.mark.parametrize("code", ["", "mn", "MN", "a b", "x" * 41, "<b>"])
def test_a_new_row_needs_a_code_of_its_own(clerk, code):
    begun(clerk, TAX)
    with pytest.raises(Refusal):
        save(clerk, TAX, "states", code__new=code, name__new="Elsewhere", rate__new="0.05")


def test_a_page_that_is_too_old_saves_nothing_and_tells_what_stands(clerk):
    begun(clerk)
    sent = typed(CATALOGUE, "papers", cost__CM130C="0.20")
    save(clerk, CATALOGUE, "papers", cost__CM130C="0.19")
    with pytest.raises(Stale) as stale:
        done(lambda: service.save(clerk, CATALOGUE, 1, "papers", sent))
    assert stale.value.current["version"] == "2"
    assert "0.19" in stale.value.current.values()


def test_a_table_has_one_change_at_a_time(clerk):
    begun(clerk)
    with pytest.raises(Refusal, match="begun already"):
        begun(clerk)
    begun(clerk, DELIVERY)


def test_a_change_that_is_given_up_is_gone(clerk):
    before = CATALOGUE.versions.number_in_force(clerk.at)
    begun(clerk)
    done(lambda: service.give_up(clerk, CATALOGUE))
    assert service.draft_of(CATALOGUE) is None
    assert CATALOGUE.versions.number_in_force(clerk.at) == before
    with pytest.raises(Missing):
        done(lambda: service.save(clerk, CATALOGUE, 1, "papers", {}))


def test_a_table_does_not_grow_for_ever(clerk):
    body = begun(clerk, DELIVERY).body
    body["zones"] = [{"name": f"Zone {n}", "factor": 1, "days": 1, "prefixes": []} for n in range(201)]
    block = DELIVERY.section(body, "zones").blocks[0]
    zone = {"name": "x", "factor": "1", "days": "1", "prefixes": "550", "without": ""}
    with pytest.raises(Refusal, match="at most"):
        block.write(body, [Entry(str(number), zone) for number in range(201)])
