"""The queue before password hashing: a crowd is asked to come again, and one network cannot fill it."""

from contextlib import ExitStack

import pytest

from app.accounts.hashing import Hasher
from app.accounts.queue import Crowded, Queue
from app.accounts.service import secrets, sign_in
from app.accounts.service.visit import Visit
from app.accounts.sign_in_models import SignInAttempt
from app.foundation import codes
from app.foundation.acts import Act
from app.foundation.database import db
from tests.people import PASSWORD, new_account

ELSEWHERE = Visit(codes.digest("a browser"), "198.51.100.0/24", "Firefox")


def test_whoever_finds_every_place_taken_is_asked_to_come_again() -> None:
    queue = Queue(3)
    with ExitStack() as held:
        for network in ("one", "two", "three"):
            held.enter_context(queue.place(network))
        with pytest.raises(Crowded, match="few seconds") as crowded, queue.place("four"):
            pass
        assert crowded.value.seconds > 0
    with queue.place("four"):
        pass


def test_a_network_has_half_of_the_places_and_leaves_the_rest_to_others() -> None:
    queue = Queue(4)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(queue.place("flood"))
        with pytest.raises(Crowded), queue.place("flood"):
            pass
        with queue.place("home"):
            pass


def test_a_place_is_free_again_after_an_error_and_nothing_of_its_network_is_kept() -> None:
    queue = Queue(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), queue.place("here"):
            raise ZeroDivisionError
    assert not queue._taken


def test_a_try_that_finds_no_place_is_not_counted(app: object, act: Act) -> None:
    new_account("alex.kim", "Alex Kim")
    hasher = Hasher(memory_kib=64, passes=1, places=1)
    with hasher.queue.place("others"), pytest.raises(Crowded):
        sign_in.by_password(act, ELSEWHERE, "alex.kim", PASSWORD, remember=False, hasher=hasher)
    assert db.session.query(SignInAttempt).count() == 0
    assert sign_in.by_password(act, ELSEWHERE, "alex.kim", PASSWORD, remember=False, hasher=hasher).account_id


def test_those_who_choose_a_password_leave_places_to_those_who_sign_in(app: object, act: Act) -> None:
    hasher = Hasher(memory_kib=64, passes=1, places=2)
    with hasher.queue.place(secrets.NEW_PASSWORDS):
        with pytest.raises(Crowded):
            secrets.hashed(hasher, PASSWORD)
        with hasher.queue.place("home"):
            pass
