"""Promotion codes: what they take off, whom they refuse, and that the last use goes to one order only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal, Stale
from app.promotions import service, views
from app.promotions.codes import normalized
from app.promotions.service import Discount, Wanted
from app.promotions.service.discounting import UNKNOWN
from tests.ordering import done
from tests.people import new_account

CARDS = {"business-cards"}
pytestmark = pytest.mark.usefixtures("app")


def wanted(act: Act, **changes: Any) -> Wanted:
    values: dict[str, Any] = {
        "code": "SPRING26",
        "label": "Spring offer",
        "percent": 10,
        "off_cents": None,
        "starts_at": act.at - timedelta(days=1),
    }
    return Wanted(**values | changes)


def made(act: Act, **changes: Any) -> int:
    number: int = done(lambda: service.make(act, wanted(act, **changes)))
    return number


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


def refused(verb: Any) -> str:
    """The sentence with which it is refused, at the field where the code is typed."""
    with pytest.raises(Refusal) as caught:
        work.unit(verb)
    assert caught.value.field == "promotion"
    return caught.value.sentence


def taken(alex: int, at: datetime, code: str = "SPRING26", cents: int = 5000) -> Discount:
    return service.discount(code, cents, CARDS, alex, at)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("spring-26", "SPRING26"), (" Spring 26 ", "SPRING26"), ("été", ""), ("A" * 21, ""), ("10%", ""), ("", "")],
)
def test_codes_are_letters_and_digits_without_case(typed: str, read: str) -> None:
    assert normalized(typed) == read


def test_a_percentage_is_taken_off_half_up_and_an_amount_never_takes_more_than_the_print_price(
    act: Act, alex: int
) -> None:
    made(act)
    made(act, code="FIFTEEN", percent=None, off_cents=1500)
    assert taken(alex, act.at, "spring26", 5005) == Discount("SPRING26", "Spring offer", 501)
    assert taken(alex, act.at, "fifteen", 5000).cents == 1500
    assert taken(alex, act.at, "fifteen", 900).cents == 900
    assert "nothing off" in refused(lambda: taken(alex, act.at, cents=1))


def test_unknown_coming_and_ended_codes_get_the_same_answer(act: Act, alex: int) -> None:
    made(act, code="COMING", starts_at=act.at + timedelta(days=1))
    made(act, code="GONE", ends_at=act.at)
    ended = made(act, code="ENDED")
    done(lambda: service.end(act, ended))
    for code in ("COMING", "GONE", "ENDED", "NEVER", "a' OR 1=1 --", "x" * 5000):
        assert refused(lambda code=code: taken(alex, act.at, code)) == UNKNOWN


def test_a_code_says_for_which_products_and_from_which_price_it_is(act: Act, alex: int) -> None:
    made(act, products=("business-cards",), least_cents=5000)
    assert taken(alex, act.at).cents == 500
    both = {"business-cards", "postcards"}
    assert "not for all of the products" in refused(lambda: service.discount("SPRING26", 9000, both, alex, act.at))
    assert "from $50.00" in refused(lambda: taken(alex, act.at, cents=4999))


def test_a_use_counts_once_for_each_order_and_is_free_again_when_the_order_comes_to_nothing(
    act: Act, alex: int
) -> None:
    made(act, most_uses=2, most_each=1)
    robin = new_account("robin", "Robin Vale")
    off = taken(alex, act.at)
    for _ in range(2):
        done(lambda: service.redeem(act, off, alex, "order:10001"))
    assert "as often as one customer" in refused(lambda: taken(alex, act.at))
    done(lambda: service.redeem(act, off, robin, "order:10002"))
    assert "as often as it may" in refused(lambda: taken(new_account("kim", "Kim Ode"), act.at))
    for _ in range(2):
        done(lambda: service.release(act, "order:10001"))
    assert taken(alex, act.at) == off
    done(lambda: service.redeem(act, off, alex, "order:10001"))
    line = views.lines(act.at)[0]
    assert (line.uses, line.given_cents, line.state) == (2, 1000, "used up")


def test_the_last_use_goes_to_one_of_two_orders(act: Act, alex: int) -> None:
    """Both saw the code as free; whoever writes second counts what the first one wrote."""
    made(act, most_uses=1)
    first, second = taken(alex, act.at), taken(alex, act.at)
    done(lambda: service.redeem(act, first, alex, "order:10001"))
    assert "as often as it may" in refused(lambda: service.redeem(act, second, alex, "order:10002"))
    assert db.session.scalar(text("SELECT count(*) FROM promotion_redemption")) == 1


def test_the_last_use_goes_to_one_order_of_many_at_the_same_moment(app: Flask, act: Act, alex: int) -> None:
    made(act, most_uses=3)
    off = taken(alex, act.at)
    db.session.rollback()

    def use(number: int) -> bool:
        with app.app_context():
            try:
                work.unit(lambda: service.redeem(act, off, alex, f"order:{number}"))
            except Refusal:
                return False
            finally:
                db.session.close()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(10001, 10009))) == 3
    assert views.lines(act.at)[0].uses == 3


def test_a_code_that_ended_meanwhile_is_not_redeemed(act: Act, alex: int) -> None:
    promotion = made(act)
    off = taken(alex, act.at)
    done(lambda: service.end(act, promotion))
    assert refused(lambda: service.redeem(act, off, alex, "order:10001")) == UNKNOWN


def test_guessing_ends_after_some_wrong_codes_and_right_ones_are_not_told_then(act: Act, alex: int) -> None:
    made(act)
    for number in range(rules.whole("promotions.wrong-tries")):
        assert refused(lambda number=number: taken(alex, act.at, f"GUESS{number}")) == UNKNOWN
    assert "Too many" in refused(lambda: taken(alex, act.at))
    assert "Too many" in refused(lambda: taken(alex, act.at, "GUESS"))
    assert taken(new_account("robin", "Robin Vale"), act.at).cents == 500
    assert taken(alex, act.at + timedelta(minutes=61)).cents == 500


def test_a_name_is_given_once_and_a_stale_change_loses_nothing(act: Act) -> None:
    first = made(act)
    with pytest.raises(Refusal, match="of this name already"):
        work.unit(lambda: service.make(act, wanted(act, code="spring-26")))
    done(lambda: service.change(act, first, 1, wanted(act, percent=20)))
    with pytest.raises(Stale) as stale:
        work.unit(lambda: service.change(act, first, 1, wanted(act, percent=30)))
    assert (stale.value.current["percent"], stale.value.current["version"]) == ("20", "2")
    other = made(act, code="AUTUMN")
    with pytest.raises(Refusal, match="of this name already"):
        work.unit(lambda: service.change(act, other, 1, wanted(act)))
    with pytest.raises(Missing):
        work.unit(lambda: service.end(act, 999))


def test_what_was_done_is_kept_with_who_and_when_and_an_ended_code_stays_ended(act: Act) -> None:
    promotion = made(act)
    done(lambda: service.change(act, promotion, 1, wanted(act, percent=20)))
    for _ in range(2):
        done(lambda: service.end(act, promotion))
    assert [step.step for step in views.history(promotion)] == ["ended", "changed", "made"]
    assert {step.actor for step in views.history(promotion)} == {"command:test"}
    with pytest.raises(Refusal, match="stays ended"):
        work.unit(lambda: service.change(act, promotion, 3, wanted(act)))
    kinds = db.session.scalars(text("SELECT kind FROM audit_entry WHERE kind LIKE 'promotion.%' ORDER BY id")).all()
    assert kinds == ["promotion.made", "promotion.changed", "promotion.ended"]


@pytest.mark.parametrize("changes", [{"percent": None}, {"off_cents": 5}, {"code": "no!"}, {"code": ""}])
def test_what_cannot_be_is_refused(act: Act, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        work.unit(lambda: service.make(act, wanted(act, **changes)))
