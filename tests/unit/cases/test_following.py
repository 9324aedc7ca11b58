"""Number and code open a case; wrong ones are told in the same words, and wait longer each time."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.cases import service, views
from app.cases.service.following import NOT_TOGETHER
from app.cases.views import Reader
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from tests.cases import audited, done, later, opened

BROWSER, OTHER = Reader("b" * 64, 0), Reader("c" * 64, 0)
HOME = "203.0.113.0/24"


@pytest.fixture(autouse=True)
def _in_the_shop(app: object) -> None:
    pass


def try_it(act: Act, number: str, code: str, network: str = HOME) -> str:
    """What is said to a try; empty when it opens the case."""
    try:
        work.unit(
            lambda: _ignore(service.follow(act, number, code, browser_sha256=BROWSER.browser_sha256, network=network))
        )
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _ignore(_number: int) -> None:
    pass


def test_the_code_opens_the_case_in_this_browser_for_an_hour(act: Act) -> None:
    case = opened(act)
    assert not views.may_read(case.number, BROWSER, act.at)
    assert try_it(act, f"# {case.number}", case.code) == ""
    assert views.may_read(case.number, BROWSER, act.at)
    assert not views.may_read(case.number, OTHER, act.at)
    assert not views.may_read(case.number + 1, BROWSER, act.at)
    assert not views.may_read(case.number, BROWSER, act.at + timedelta(minutes=61))
    assert "case.followed" in audited(case.number)


def test_whoever_still_writes_has_a_day(act: Act) -> None:
    case = opened(act)
    try_it(act, str(case.number), case.code)
    assert views.may_read(case.number, BROWSER, act.at + timedelta(hours=23), writing=True)
    assert not views.may_read(case.number, BROWSER, act.at + timedelta(hours=25), writing=True)


def test_a_browser_without_a_session_reads_nothing(act: Act) -> None:
    case = opened(act)
    assert not views.may_read(case.number, Reader("", 0), act.at)


def test_a_wrong_number_and_a_wrong_code_are_told_in_the_same_words(act: Act) -> None:
    case, other = opened(act), opened(act)
    tries = [
        (str(case.number), other.code),
        ("49999", case.code),
        ("0", ""),
        ("x", "y"),
        ("9" * 60, case.code),
        ("²", "²"),
    ]
    assert {try_it(act, number, code) for number, code in tries} == {NOT_TOGETHER}


def test_after_five_wrong_codes_each_further_try_waits_longer_even_a_right_one(act: Act) -> None:
    case = opened(act)
    for _ in range(5):
        assert try_it(act, str(case.number), "wrong") == NOT_TOGETHER
    assert "wait 2 seconds" in try_it(act, str(case.number), case.code)
    assert try_it(later(act, seconds=3), str(case.number), "wrong") == NOT_TOGETHER
    assert "wait 4 seconds" in try_it(later(act, seconds=3), str(case.number), case.code)
    assert try_it(later(act, seconds=8), str(case.number), case.code) == ""
    assert try_it(later(act, seconds=8), str(case.number), "wrong") == NOT_TOGETHER


def test_a_number_that_is_no_cases_waits_just_the_same(act: Act) -> None:
    case = opened(act)
    said = [[try_it(act, number, "wrong") for _ in range(7)] for number in (str(case.number), "49999")]
    assert said[0] == said[1]


def test_the_longest_wait_is_a_quarter_of_an_hour(act: Act) -> None:
    at = act
    for _ in range(20):
        at = later(at, minutes=16)
        assert try_it(at, "49999", "wrong", network=f"{at.at:%H%M}") == NOT_TOGETHER
    assert "wait 15 minutes" in try_it(at, "49999", "wrong", network="elsewhere")


def test_many_numbers_from_one_network_wait_and_others_do_not(act: Act) -> None:
    case = opened(act)
    for number in range(20):
        assert try_it(act, str(50000 + number), "wrong") == NOT_TOGETHER
    assert "wait" in try_it(act, str(case.number), case.code)
    assert try_it(act, str(case.number), case.code, network="198.51.100.0/24") == ""


def test_numbers_and_networks_rest_only_as_digests_and_go_after_a_day(act: Act) -> None:
    try_it(act, "40077", "wrong")
    kept = [str(tuple(row)) for row in db.session.execute(text("SELECT * FROM case_try"))]
    assert len(kept) == 2
    assert not [row for row in kept if "40077" in row or "203.0.113" in row]
    list(service.sweep(later(act, days=2)))
    assert db.session.scalar(text("SELECT count(*) FROM case_try")) == 0


def test_a_network_that_sends_much_is_asked_to_wait_in_kind_words(act: Act) -> None:
    for _ in range(10):
        opened(act, network=HOME)
    with pytest.raises(Refusal, match="what you typed is still here"):
        opened(later(act, minutes=30), network=HOME)
    opened(later(act, minutes=30), network="198.51.100.0/24")
    opened(later(act, minutes=61), network=HOME)


def test_further_messages_count_with_first_ones(act: Act) -> None:
    case = opened(act, network=HOME)
    for _ in range(9):
        done(lambda: service.add_message(act, case.number, "And", HOME))
    with pytest.raises(Refusal, match="Many messages"):
        service.add_message(act, case.number, "And", HOME)
