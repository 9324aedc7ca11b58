"""The growing wait after failed sign-ins."""

from datetime import UTC, datetime, timedelta

from app.accounts.throttle import USUAL, Tries, failed, wait

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def waits(kind: str, failures: int) -> list[float]:
    tries, found = Tries(kind, 0, NOON), []
    for _ in range(failures):
        tries = failed(tries, NOON)
        found.append(wait(tries, NOON).total_seconds())
    return found


def test_the_first_mistakes_cost_nothing_then_the_wait_doubles() -> None:
    assert waits("account", 8) == [0, 0, 0, 2, 4, 8, 16, 32]


def test_a_network_may_err_more_often_since_an_office_shares_it() -> None:
    assert waits("network", 20) == [0] * 19 + [2]


def test_the_wait_never_becomes_a_lock() -> None:
    assert max(waits("account", 10_000)) == USUAL.longest.total_seconds()


def test_the_wait_passes() -> None:
    tries = Tries("account", 5, NOON)
    assert wait(tries, NOON + timedelta(seconds=4)) == timedelta()


def test_old_failures_are_forgotten() -> None:
    tries = Tries("account", 30, NOON)
    assert failed(tries, NOON + timedelta(hours=7)).failures == 1
