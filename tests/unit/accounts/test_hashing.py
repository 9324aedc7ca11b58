"""Argon2id: what is stored, and that unknown accounts cost the same work."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from app.accounts import hashing
from app.accounts.hashing import Hasher

WEAK = Hasher(memory_kib=64, passes=1)


def test_a_hash_fits_its_password_only() -> None:
    stored = WEAK.hash("a kite over the mill")
    assert WEAK.verify(stored, "a kite over the mill")
    assert not WEAK.verify(stored, "a kite over the hill")


def test_the_default_parameters_are_argon2id_at_nineteen_mebibytes_and_two_passes() -> None:
    assert Hasher().hash("a kite over the mill").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_accents_typed_on_different_keyboards_are_the_same_password() -> None:
    assert WEAK.verify(WEAK.hash("cafe\u0301 on the corner"), "caf\u00e9 on the corner")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=64,t=1,p=1$short"])
def test_without_a_usable_hash_the_answer_is_no(stored: str | None) -> None:
    assert not WEAK.verify(stored, "a kite over the mill")


@pytest.mark.parametrize("password", ["", "\x00", "\udce9", "é" * 5000])
def test_no_typed_password_breaks_it(password: str) -> None:
    assert WEAK.verify(WEAK.hash(password), password)


def test_a_hash_made_with_lower_parameters_is_outdated() -> None:
    assert Hasher(memory_kib=128, passes=1).outdated(WEAK.hash("x"))
    assert not WEAK.outdated(WEAK.hash("x"))


def test_for_an_unknown_account_a_hash_with_the_same_parameters_is_checked() -> None:
    parameters = "$argon2id$v=19$m=64,t=1,p=1$"
    assert WEAK._nobody.startswith(parameters)
    assert WEAK.hash("x").startswith(parameters)
    assert len(WEAK._nobody) == len(WEAK.hash("x"))


def test_while_another_process_holds_the_slot_hashing_waits(tmp_path: Path) -> None:
    hasher, done = Hasher(memory_kib=64, passes=1, locks=tmp_path), threading.Event()
    with (tmp_path / f"hashing-{os.getpid() % hashing.SLOTS}").open("wb") as taken:
        fcntl.flock(taken, fcntl.LOCK_EX)  # as another process would
        worker = threading.Thread(target=lambda: (hasher.hash("x"), done.set()))
        worker.start()
        assert not done.wait(0.05)
    assert done.wait(30)
    worker.join()


def test_at_most_half_the_cores_hash_at_a_time() -> None:
    assert max(1, (os.cpu_count() or 1) // 2) == hashing.SLOTS
