"""What the basket keeps: whose it is, in which order, for how long, and sealed where addresses are."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text

from app.accounts.addresses import PostalAddress
from app.artwork import service as artwork
from app.baskets import service, views
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.foundation.reaching import Keys
from app.orders.wanted import Drop, SentFile
from app.rights.service import erasing, keeping
from tests.baskets import POSTCARDS, put
from tests.ordering import HOME, card_pdf, done

PORTLAND = PostalAddress("Robin Vale", "1 Main Street", "Portland", "OR", "97201")


def names(account_id: int) -> list[str]:
    return [line.name for line in views.lines(account_id)]


def addressed(act: Act, account_id: int, number: int, *drops: Drop) -> None:
    """Give a job addresses of its own."""
    version = views.line_of(account_id, number).version
    done(lambda: service.set_drops(act, account_id, number, version, drops))


def test_a_basket_holds_no_more_than_its_rule_allows(alex: int, act: Act) -> None:
    for _ in range(50):
        put(act, alex)
    with pytest.raises(Refusal, match="at most 50 jobs"):
        put(act, alex)
    with pytest.raises(Refusal, match="at most 50 jobs"):
        done(lambda: service.copy(act, alex, 1))


def test_a_copy_has_all_that_the_job_has(alex: int, act: Act) -> None:
    number = put(act, alex, name="First")
    done(lambda: service.attach(act, alex, number, SentFile("cards.pdf", BytesIO(card_pdf()))))
    addressed(act, alex, number, Drop(HOME, 100), Drop(PORTLAND, 150))
    put(act, alex, name="Last")
    twin = done(lambda: service.copy(act, alex, number))
    assert names(alex) == ["First", "First", "Last"]
    one, other = views.line_of(alex, number), views.line_of(alex, twin)
    assert (one.drops, one.artwork_id, one.cents) == (other.drops, other.artwork_id, other.cents)


def test_addresses_rest_sealed_and_belong_to_the_job_alone(alex: int, act: Act) -> None:
    number = put(act, alex)
    addressed(act, alex, number, Drop(PORTLAND, 250))
    stored = db.session.scalar(text("SELECT drops FROM basket_item"))
    assert "Portland" not in str(stored)
    assert views.line_of(alex, number).drops == (Drop(PORTLAND, 250),)


def test_pieces_to_one_address_add_up(alex: int, act: Act) -> None:
    number = put(act, alex)
    addressed(act, alex, number, Drop(PORTLAND, 100), Drop(HOME, 50), Drop(PORTLAND, 100))
    assert views.line_of(alex, number).drops == (Drop(PORTLAND, 200), Drop(HOME, 50))


def test_more_addresses_than_the_rule_allows_are_refused(alex: int, act: Act) -> None:
    number = put(act, alex)
    many = [Drop(replace(PORTLAND, line1=f"{street} Main Street"), 1) for street in range(201)]
    with pytest.raises(Refusal, match="at most 200 addresses"):
        addressed(act, alex, number, *many)
    addressed(act, alex, number, *many[:200])
    assert views.line_of(alex, number).missing == 50


def test_a_job_with_pieces_without_an_address_cannot_be_ordered(alex: int, act: Act) -> None:
    number = put(act, alex)
    addressed(act, alex, number, Drop(PORTLAND, 249))
    with pytest.raises(Refusal, match="1 of its 250 pieces have no address yet"):
        service.wanted(alex)


def test_what_was_ordered_leaves_the_basket_once(alex: int, act: Act) -> None:
    first, last = put(act, alex, name="First"), put(act, alex, name="Last")
    addressed(act, alex, first, Drop(PORTLAND, 250))
    done(lambda: service.emptied(act, alex, [first], 10001))
    assert names(alex) == ["Last"]
    assert views.ordered_as(alex, [first]) == 10001
    assert views.ordered_as(alex, [first, last]) == 0
    done(lambda: service.emptied(act, alex, [first], 10001))
    with pytest.raises(Refusal, match="changed in another window"):
        done(lambda: service.emptied(act, alex, [first, last], 10002))
    with pytest.raises(Refusal, match="part of order 10001"):
        done(lambda: service.put_back(act, alex, first))
    assert db.session.scalar(text("SELECT drops FROM basket_item WHERE ordered_as = 10001")) == ""


def test_nobody_reaches_anothers_job(alex: int, robin: int, act: Act) -> None:
    number = put(act, alex)
    verbs = (
        lambda: service.remove(act, robin, number),
        lambda: service.copy(act, robin, number),
        lambda: service.put_back(act, robin, number),
        lambda: service.rename(act, robin, number, "Mine"),
        lambda: service.set_drops(act, robin, number, 1, ()),
        lambda: views.line_of(robin, number),
    )
    for verb in verbs:
        with pytest.raises(Missing):
            done(verb)
    assert names(alex) == ["Business cards"]


def test_anothers_file_cannot_be_put_in(alex: int, robin: int, act: Act) -> None:
    file = done(lambda: artwork.receive(act, alex, "cards.pdf", BytesIO(card_pdf())))
    with pytest.raises(Missing):
        put(act, robin, artwork_id=file.id)


def test_a_deleted_file_leaves_the_job(alex: int, act: Act) -> None:
    number = put(act, alex)
    done(lambda: service.attach(act, alex, number, SentFile("cards.pdf", BytesIO(card_pdf()))))
    file = views.line_of(alex, number).artwork_id
    assert file is not None
    done(lambda: artwork.delete(act, alex, file))
    assert views.line_of(alex, number).artwork_id is None


def test_jobs_go_when_their_time_is_over(alex: int, act: Act, tmp_path: Path) -> None:
    removed = put(act, alex, name="Removed")
    put(act, alex, name="Kept")
    done(lambda: service.remove(act, alex, removed))
    later = replace(act, at=act.at + timedelta(days=2))
    for _ in keeping.keep(later, tmp_path):
        work.unit(lambda: None)
    assert db.session.scalars(text("SELECT name FROM basket_item")).all() == ["Kept"]
    for _ in keeping.keep(replace(act, at=act.at + timedelta(days=91)), tmp_path):
        work.unit(lambda: None)
    assert db.session.scalars(text("SELECT name FROM basket_item")).all() == []


def test_an_erased_account_has_no_basket(alex: int, robin: int, act: Act) -> None:
    put(act, alex)
    put(act, robin, **POSTCARDS)
    work.unit(lambda: erasing.erase(act, Keys(accounts=frozenset({alex}))) and None)
    assert names(alex) == []
    assert names(robin) == ["Postcards"]
