"""Files keep their digest; facts of reading are folded once."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation import clock, facts, files
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.facts import FactFile
from app.foundation.files import NoSuchFile, TooLarge


@pytest.mark.usefixtures("app")
def test_a_file_comes_back_as_it_was_sent_with_its_digest(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    kept = files.store().put("artwork/1/a", io.BytesIO(content), limit=10_000_000)
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert b"".join(files.store().read("artwork/1/a")) == content
    files.store().fetch("artwork/1/a", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == content
    assert files.store().keys("artwork/") == ["artwork/1/a"]


@pytest.mark.usefixtures("app")
def test_a_file_over_the_limit_is_refused_and_nothing_of_it_stays() -> None:
    with pytest.raises(TooLarge):
        files.store().put("artwork/1/b", io.BytesIO(b"x" * 3_000_000), limit=2_000_000)
    assert not files.store().exists("artwork/1/b")


@pytest.mark.usefixtures("app")
def test_a_deleted_file_is_gone_and_deleting_it_again_is_no_error() -> None:
    files.store().put("artwork/1/c", io.BytesIO(b"c"), limit=10)
    files.store().delete("artwork/1/c")
    files.store().delete("artwork/1/c")
    with pytest.raises(NoSuchFile):
        files.store().read("artwork/1/c")


@pytest.fixture
def told(app: Flask) -> Iterator[list[str]]:
    """What was folded, in order."""
    found: list[str] = []
    app.extensions["shop.folds"]["test.seen"] = lambda _act, batch: found.extend(fact["who"] for fact in batch)
    yield found
    del app.extensions["shop.folds"]["test.seen"]


def fold(act: Act) -> None:
    for _ in facts.fold(act):
        db.session.commit()


def later(act: Act) -> Act:
    return replace(act, at=clock.now() + timedelta(minutes=2))


def test_facts_are_folded_once_and_their_file_goes(app: Flask, act: Act, told: list[str]) -> None:
    facts.append("test.seen", who="a")
    facts.append("test.seen", who="b")
    fold(later(act))
    fold(later(act))
    assert told == ["a", "b"]
    assert list((Path(app.instance_path) / "facts").glob("*")) == []


def test_the_minute_in_hand_is_left_alone(app: Flask, act: Act, told: list[str]) -> None:
    facts.append("test.seen", who="a")
    fold(replace(act, at=clock.now()))
    assert told == []
    assert len(list((Path(app.instance_path) / "facts").glob("*"))) == 1


def test_a_file_whose_fold_was_committed_before_a_crash_is_not_folded_again(act: Act, told: list[str]) -> None:
    facts.append("test.seen", who="a")
    name = next(facts._folder().glob("*")).name
    db.session.add(FactFile(name=name, folded_at=act.at))
    db.session.commit()
    fold(later(act))
    assert told == []
    assert db.session.scalars(select(FactFile.name)).all() == [name]
