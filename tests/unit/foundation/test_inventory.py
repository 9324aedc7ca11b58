"""Nothing personal is held without its declaration."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from app.foundation import inventory
from app.foundation.inventory import KEY, Store, declare_store, not_personal, personal
from app.foundation.retention import Keep


def table(**info: Any) -> Table:
    return Table(
        "thing", MetaData(), Column("id", Integer, primary_key=True, info=KEY), Column("mail", String, info=info)
    )


def gaps(model: type, made: Table) -> list[str]:
    def pairs() -> Iterator[tuple[type, Table]]:
        yield model, made

    return inventory.gaps(pairs())


class Kept:
    __retention__ = Keep("a test wants it")
    __person__ = "id as account"


class Bare:
    pass


class Unreachable:
    __retention__ = Keep("a test wants it")
    __person__ = ""


MAIL = personal("contact", clause="registering")


def test_every_column_of_the_shop_is_declared() -> None:
    assert inventory.gaps(inventory.mapped_tables()) == []


def test_a_column_without_its_declaration_is_named() -> None:
    assert gaps(Kept, table()) == ["Column thing.mail is not declared to the inventory."]


def test_a_table_without_a_retention_rule_is_named() -> None:
    assert "Table thing has no retention rule (`__retention__`)." in gaps(Bare, table(**MAIL))


def test_a_personal_table_that_does_not_lead_to_its_person_is_named() -> None:
    assert "does not say how to reach the person" in gaps(Unreachable, table(**MAIL))[0]


def test_a_purpose_that_the_policy_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown purpose: world-domination"):
        personal("contact", purposes="order world-domination", clause="registering")


@pytest.mark.parametrize("rest", [{"export": "withheld"}, {"correctable": "no"}])
def test_what_is_withheld_or_fixed_needs_its_reason(rest: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="needs its reason"):
        personal("contact", clause="registering", **rest)


def test_saying_that_a_column_is_not_personal_needs_a_reason_too() -> None:
    with pytest.raises(ValueError, match="needs its reason"):
        not_personal("")


def test_one_store_is_declared_once() -> None:
    first = Store("cache", "a cache of a test", "nothing", "none", KEY["inventory"])
    declare_store(first)
    try:
        with pytest.raises(ValueError, match="declared twice"):
            declare_store(Store("cache", "a cache of a test", "something else", "none", KEY["inventory"]))
    finally:
        del inventory.STORES["cache", "a cache of a test"]
