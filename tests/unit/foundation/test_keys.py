"""The key store: a key for each person, wrapped by a master key, made once and destroyed for ever."""

import base64
import multiprocessing
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, update

from app.config import SettingsError, load_settings
from app.foundation import clock, keys
from app.foundation.envelopes import ENVELOPE, Envelopes, KeysUnavailable, metadata
from app.foundation.keys import HOUSE, SEARCH, KeyDestroyed, KeyStore
from app.foundation.masters import Masters

ALEX, ROBIN = "person:1", "person:2"


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'keys' / 'keys.sqlite'}"


def opened(folder: Path, *given: str) -> KeyStore:
    """The store in that folder, as another process would open it."""
    return KeyStore(Envelopes(url_of(folder), Masters(given, folder / "secrets"), (HOUSE, SEARCH)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KeyStore]:
    made = opened(tmp_path)
    yield made
    made.close()


@contextmanager
def reopened(folder: Path, *given: str) -> Iterator[KeyStore]:
    made = opened(folder, *given)
    try:
        yield made
    finally:
        made.close()


def raw(folder: Path) -> bytes:
    """All that lies in the key store's folder."""
    return b"".join(path.read_bytes() for path in (folder / "keys").iterdir())


def master() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def test_a_person_has_one_key_that_stays_the_same(store: KeyStore, tmp_path: Path) -> None:
    secret = store.key_to_seal(ALEX).secret
    assert store.key_to_seal(ALEX).secret == secret
    with reopened(tmp_path) as again:
        assert again.key(ALEX).secret == secret


def test_two_people_have_different_keys(store: KeyStore) -> None:
    assert store.key_to_seal(ALEX).secret != store.key_to_seal(ROBIN).secret


def test_the_store_and_the_master_key_are_readable_by_their_owner_only(store: KeyStore, tmp_path: Path) -> None:
    store.key_to_seal(ALEX)
    files = [*(tmp_path / "keys").iterdir(), *(tmp_path / "secrets").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("keys", "secrets")} == {0o700}


def test_no_key_lies_unwrapped_in_the_store(store: KeyStore, tmp_path: Path) -> None:
    secret = store.key_to_seal(ALEX).secret
    found = raw(tmp_path)
    assert ALEX.encode() in found
    assert secret not in found
    assert base64.b64encode(secret) not in found


def test_a_key_that_was_never_made_is_asked_for_in_vain(store: KeyStore) -> None:
    with pytest.raises(KeysUnavailable, match="no key of person:2"):
        store.key(ROBIN)


def test_a_key_moved_to_another_person_is_refused(store: KeyStore, tmp_path: Path) -> None:
    store.key_to_seal(ALEX)
    store.key_to_seal(ROBIN)
    with store._envelopes.answering() as engine, engine.begin() as connection:
        wrapped = connection.scalar(ENVELOPE.select().with_only_columns(ENVELOPE.c.wrapped_key).filter_by(owner=ALEX))
        connection.execute(update(ENVELOPE).where(ENVELOPE.c.owner == ROBIN).values(wrapped_key=wrapped))
    with reopened(tmp_path) as again, pytest.raises(KeysUnavailable, match="cannot be unwrapped"):
        again.key(ROBIN)


def test_a_destroyed_key_is_gone_from_the_files_and_is_never_made_again(store: KeyStore, tmp_path: Path) -> None:
    store.key_to_seal(ALEX)
    with store._envelopes.answering() as engine, engine.connect() as connection:
        wrapped = connection.scalar(ENVELOPE.select().with_only_columns(ENVELOPE.c.wrapped_key).filter_by(owner=ALEX))
    assert wrapped.encode() in raw(tmp_path)
    assert store.destroy(ALEX, clock.now())
    assert wrapped.encode() not in raw(tmp_path)
    assert store.key(ALEX) is None
    with pytest.raises(KeyDestroyed):
        store.key_to_seal(ALEX)
    assert not store.destroy(ALEX, clock.now())
    with reopened(tmp_path) as again:
        assert again.key(ALEX) is None


@pytest.mark.parametrize("owner", [HOUSE, SEARCH])
def test_the_houses_own_keys_cannot_be_destroyed(store: KeyStore, owner: str) -> None:
    with pytest.raises(ValueError, match="house"):
        store.destroy(owner, clock.now())


def test_after_a_rotation_every_key_is_the_same_and_the_old_master_is_needed_no_more(
    store: KeyStore, tmp_path: Path
) -> None:
    secrets = {owner: store.key_to_seal(owner).secret for owner in (ALEX, ROBIN)}
    digest = store.digest("phone", "+16125550142")
    done = store.rotate()
    assert (done.master_id, done.rewrapped, done.older) == ("2", 4, [])
    (tmp_path / "secrets" / "master_key_1").unlink()
    with reopened(tmp_path) as again:
        assert {owner: again.key(owner).secret for owner in secrets} == secrets
        assert again.digest("phone", "+16125550142") == digest


def test_a_rotation_goes_on_where_it_was_stopped(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        store.key_to_seal(f"person:{number}")
    monkeypatch.setattr("app.foundation.envelopes.BATCH", 2)
    assert store.rotate().rewrapped == 9


def test_a_rotation_leaves_a_destroyed_key_destroyed(store: KeyStore) -> None:
    store.key_to_seal(ALEX)
    store.destroy(ALEX, clock.now())
    store.rotate()
    assert store.key(ALEX) is None


def test_another_process_learns_of_a_new_master_key_by_itself(store: KeyStore, tmp_path: Path) -> None:
    store.key_to_seal(ALEX)
    with reopened(tmp_path) as other:
        other.key_to_seal(ALEX)
        store.rotate()
        other.key_to_seal(ROBIN)
    assert store.rotate().older == []


def test_given_master_keys_rotate_to_the_last_of_the_list(tmp_path: Path) -> None:
    old, new = f"a:{master()}", f"b:{master()}"
    with reopened(tmp_path, old) as first:
        secret = first.key_to_seal(ALEX).secret
    with reopened(tmp_path, old, new) as second:
        assert second.rotate().master_id == "b"
    with reopened(tmp_path, new) as third:
        assert third.key(ALEX).secret == secret


def test_a_missing_master_key_is_named(tmp_path: Path) -> None:
    with reopened(tmp_path, f"a:{master()}") as first:
        first.key_to_seal(ALEX)
    with (
        reopened(tmp_path, f"b:{master()}") as second,
        pytest.raises(KeysUnavailable, match="Master key a is not here"),
    ):
        second.key(ALEX)


@pytest.mark.parametrize("text", ["a:short", "a:" + "?" * 44, "no key at all:" + "A" * 44])
def test_a_master_key_that_is_none_stops_the_start(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SHOP_MASTER_KEYS"):
        Masters((text,), tmp_path)


def test_production_without_master_keys_does_not_start(tmp_path: Path) -> None:
    secrets = {"SHOP_SECRET_KEY": "a", "SHOP_PROCESSOR_KEY": "b", "SHOP_WEBHOOK_SECRET": "c", "SHOP_ENV": "production"}
    with pytest.raises(SettingsError, match="SHOP_MASTER_KEYS"):
        load_settings(secrets, instance=tmp_path)
    assert load_settings(secrets | {"SHOP_MASTER_KEYS": f"a:{master()}"}, instance=tmp_path).master_keys


def test_a_store_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with reopened(tmp_path) as store, pytest.raises(KeysUnavailable, match="does not answer"):
        store.key(ALEX)


def test_a_store_whose_file_is_taken_away_says_so(store: KeyStore, tmp_path: Path) -> None:
    store.key_to_seal(ALEX)
    (tmp_path / "keys" / "keys.sqlite").unlink()
    with pytest.raises(KeysUnavailable, match="gone"):
        store.key_to_seal(ROBIN)


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="needs a PostgreSQL")
def test_the_store_may_lie_in_another_database(app: Flask, tmp_path: Path) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    makers = [KeyStore(Envelopes(url, Masters((), tmp_path), (HOUSE, SEARCH))) for _ in range(4)]
    try:
        with ThreadPoolExecutor(4) as threads:
            secrets = set(threads.map(lambda store: store.key_to_seal(ALEX).secret, makers))
        assert len(secrets) == 1
        assert makers[0].rotate().rewrapped == 3
        assert makers[0].destroy(ALEX, clock.now())
        assert (makers[0].count(), makers[0].key(ALEX)) == (0, None)
    finally:
        with makers[0]._envelopes.answering() as engine:
            metadata.drop_all(engine)
        for store in makers:
            store.close()


def _make(folder: Path, barrier: object, found: object) -> None:
    store = opened(folder)
    barrier.wait(60)
    found.put(store.key_to_seal(ALEX).secret)
    store.close()


def test_two_processes_that_make_a_persons_key_at_once_use_the_same_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    barrier, found = context.Barrier(2), context.Queue()
    makers = [context.Process(target=_make, args=(tmp_path, barrier, found)) for _ in range(2)]
    for maker in makers:
        maker.start()
    secrets = [found.get(timeout=60) for _ in makers]
    for maker in makers:
        maker.join(60)
    assert secrets[0] == secrets[1]
    with reopened(tmp_path) as store:
        assert store.key(ALEX).secret == secrets[0]


def test_a_key_is_unwrapped_once_and_asked_for_again_only_when_it_is_old(
    store: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.key_to_seal(ALEX)
    asked = []
    with store._envelopes.answering() as engine:
        event.listen(engine, "before_cursor_execute", lambda *_: asked.append(1))
    for _ in range(1000):
        store.key(ALEX)
    assert asked == []
    later = keys.time.monotonic() + keys.FRESH_FOR + 1
    monkeypatch.setattr(keys.time, "monotonic", lambda: later)
    store.key(ALEX)
    store.key(ALEX)
    assert len(asked) == 1


def test_a_process_keeps_a_bounded_number_of_keys(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ROOM", 3)
    for number in range(9):
        store.key_to_seal(f"person:{number}")
    assert len(store._kept) == 3


def test_the_commands_rotate_count_and_destroy(app: Flask) -> None:
    owner = "person:990001"
    keys.store().key_to_seal(owner)
    runner = app.test_cli_runner()
    assert "owners have a key" in runner.invoke(args=["keys", "status"]).output
    assert "wraps every key now" in runner.invoke(args=["keys", "rotate"]).output
    assert f"The key of {owner} is destroyed." in runner.invoke(args=["keys", "destroy", owner]).output
    assert "no key that could be destroyed" in runner.invoke(args=["keys", "destroy", owner]).output
    assert runner.invoke(args=["keys", "destroy", HOUSE]).exit_code == 1
