"""Every clause is bound to what keeps it, and a binding names only what exists."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.operations import privacy
from app.policy import bindings, slots
from app.policy.bindings import PRIVACY_POLICY, Binding, House, Keeping
from app.policy.service.publishing import FIRST_TEXT

HERE = Path(__file__).parent
SECTION = re.compile(r"\n(?=#{2,4} )")
SLOT = re.compile(r"\{\{ ([\w.]+) \}\}")


@pytest.fixture
def house(app: Flask) -> House:
    return privacy.house(app)


def planted(**changes: object) -> list[str]:
    """The gaps that one changed binding makes, in a house that has just what it names."""
    good = Binding(Keeping.ENFORCED, (1,), "Kept.", ("a-check",), ("a.rule",), ("a_table",), ("order",))
    small = House({"a-check"}, {"a.rule"}, {"a_table"}, {"order"})
    assert bindings.gaps({"clause": good}, small) == []
    return bindings.gaps({"clause": replace(good, **changes)}, small)  # type: ignore[arg-type]  # fields by name


def test_every_binding_names_what_exists_and_every_check_keeps_a_clause(house: House) -> None:
    assert bindings.gaps(PRIVACY_POLICY, house) == []


def test_deleting_a_check_a_rule_a_table_or_a_purpose_is_noticed(house: House) -> None:
    for kind in ("checks", "rules", "tables", "purposes"):
        names = sorted({name for binding in PRIVACY_POLICY.values() for name in getattr(binding, kind)})
        assert names
        for name in names:
            without = replace(house, **{kind: set(getattr(house, kind)) - {name}})
            assert any(name in gap for gap in bindings.gaps(PRIVACY_POLICY, without)), name


def test_the_program_does_not_start_while_a_binding_names_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = {name: check for name, check in app.extensions["shop.checks"].items() if name != "tls-handshake"}
    monkeypatch.setitem(app.extensions, "shop.checks", checks)
    assert privacy.gaps(app) == ["The clause “encryption” is bound to the check tls-handshake, which does not exist."]


def test_a_check_that_keeps_no_clause_is_noticed(house: House) -> None:
    more = replace(house, checks={*house.checks, "shoes-shined"})
    assert bindings.gaps(PRIVACY_POLICY, more) == ["Check shoes-shined keeps no clause of the policy."]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"words": ""}, "does not say in words"),
        ({"kind": Keeping.EVIDENCED, "checks": ()}, "no check looks"),
        ({"checks": (), "rules": (), "tables": (), "purposes": ()}, "nothing of the program"),
        ({"kind": Keeping.PROCEDURAL, "who": "Somebody"}, "by whom and when"),
        ({"kind": Keeping.STANCE}, "a stance, and yet"),
    ],
)
def test_a_binding_that_keeps_nothing_is_noticed(changes: dict[str, object], word: str) -> None:
    assert any(word in gap for gap in planted(**changes))


def test_each_period_in_a_clause_is_bound_to_its_house_rule() -> None:
    found = set()
    for section in SECTION.split(FIRST_TEXT.read_text(encoding="utf-8")):
        anchor = re.search(r"\{#([a-z-]+)\}", section)
        for name in SLOT.findall(section):
            rule = slots.rule_of(name)
            bound = PRIVACY_POLICY.get(anchor[1] if anchor else "")
            if slots.SLOTS[name].kind in slots.NUMBERS and (bound is None or rule not in bound.rules):
                found.add((anchor and anchor[1], rule))
    assert found == set()


def test_what_a_check_proves_is_promised_by_a_clause_that_it_keeps(app: Flask) -> None:
    odd = set()
    for check in app.extensions["shop.checks"].values():
        promised = {
            number for anchor in bindings.clauses_of_check(check.name) for number in PRIVACY_POLICY[anchor].promises
        }
        odd |= {(check.name, number) for number in check.promises if number not in promised}
    assert odd == set()


def test_at_least_forty_of_the_promises_have_a_running_check(app: Flask) -> None:
    assert len({number for check in app.extensions["shop.checks"].values() for number in check.promises}) >= 40
