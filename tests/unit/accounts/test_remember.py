"""The rules of remember me: rotation, lost answers, parallel requests, theft."""

from datetime import UTC, datetime, timedelta

from app.accounts.remember import Remembered, Terms, Verdict, good_until, present

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TERMS = Terms()
DEVICE = Remembered(newest=0, given_at=NOON, began_at=NOON)
LATER = NOON + timedelta(days=1)


def after(seconds: float) -> datetime:
    return LATER + timedelta(seconds=seconds)


def test_the_newest_token_gets_a_successor() -> None:
    verdict, device = present(DEVICE, 0, LATER, TERMS)
    assert (verdict, device.newest, device.given_at) == (Verdict.ROTATED, 1, LATER)


def test_five_parallel_requests_get_the_same_successor() -> None:
    device, given = DEVICE, []
    for place in range(5):
        verdict, device = present(device, 0, after(place / 10), TERMS)
        given.append((verdict, device.newest))
    assert given == [(Verdict.ROTATED, 1), *[(Verdict.REPEATED, 1)] * 4]


def test_an_answer_that_never_arrived_is_given_again_within_two_minutes() -> None:
    _, device = present(DEVICE, 0, LATER, TERMS)
    verdict, device = present(device, 0, after(120), TERMS)
    assert (verdict, device.newest) == (Verdict.REPEATED, 1)


def test_repeating_does_not_prolong_the_two_minutes() -> None:
    _, device = present(DEVICE, 0, LATER, TERMS)
    _, device = present(device, 0, after(119), TERMS)
    assert present(device, 0, after(121), TERMS)[0] is Verdict.STOLEN


def test_a_token_presented_after_two_minutes_ends_the_device() -> None:
    _, device = present(DEVICE, 0, LATER, TERMS)
    verdict, device = present(device, 0, after(120.001), TERMS)
    assert (verdict, device.ended_at) == (Verdict.STOLEN, after(120.001))


def test_once_the_successor_was_presented_its_predecessor_is_stolen_even_at_once() -> None:
    _, device = present(DEVICE, 0, LATER, TERMS)
    _, device = present(device, 1, after(1), TERMS)
    assert present(device, 0, after(2), TERMS)[0] is Verdict.STOLEN


def test_an_ended_device_stays_ended_without_a_second_alarm() -> None:
    ended = Remembered(3, NOON, NOON, ended_at=NOON)
    for number in (1, 2, 3):
        assert present(ended, number, LATER, TERMS) == (Verdict.ENDED, ended)


def test_remembering_slides_ninety_days() -> None:
    assert present(DEVICE, 0, NOON + timedelta(days=90), TERMS)[0] is Verdict.ROTATED
    assert present(DEVICE, 0, NOON + timedelta(days=90, seconds=1), TERMS)[0] is Verdict.ENDED


def test_remembering_ends_after_a_year_however_often_it_is_used() -> None:
    used = Remembered(newest=40, given_at=NOON + timedelta(days=360), began_at=NOON)
    assert good_until(used, TERMS) == NOON + timedelta(days=365)
    assert present(used, 40, NOON + timedelta(days=365, seconds=1), TERMS)[0] is Verdict.ENDED
