"""Every secret comes from the system's own generator, and codes are as long as they say."""

import math
from pathlib import Path

from flask import Flask

from app.accounts import totp
from app.config import ROOT
from app.foundation import codes
from tests.rules.source import called, copy_of_the_house, imported, plant, trees

GUESSABLE = ("random.", "numpy.random", "uuid.uuid1")
"""Sources whose next value can be worked out."""
PLAIN = {"random", "uuid"}
ALLOWED: dict[str, str] = {}
"""Modules that draw lots where nobody gains by knowing them, each with the reason."""


def guessable(root: Path) -> set[str]:
    """Modules that draw from a source whose next value can be worked out."""
    found = set()
    for name, tree in trees(root, "app"):
        brought = {one for one in imported(tree) if one in PLAIN or one.startswith(GUESSABLE)}
        if "random" in brought or brought - PLAIN or any(call == "uuid.uuid1" for call, _node in called(tree)):
            found.add(name)
    return found


def test_no_secret_comes_from_a_guessable_source() -> None:
    assert guessable(ROOT) == set(ALLOWED)


def test_a_guessable_source_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/visits/lots.py", "import random")
    plant(house, "app/visits/picks.py", "from random import choice")
    plant(house, "app/visits/marks.py", "import uuid\nmark = uuid.uuid1()")
    named = {"app/visits/lots.py", "app/visits/picks.py", "app/visits/marks.py"}
    assert guessable(house) - guessable(ROOT) == named


def test_codes_are_as_long_as_they_say(app: Flask) -> None:
    assert len(codes.typed_code("test", 1)) == 6
    assert {len(codes.typed_code("test", number)) for number in range(300)} == {6}, "zeros in front stay"
    assert len(codes.reference()) * math.log2(len(codes.LETTERS)) == 60
    assert len(set(codes.LETTERS)) == 32
    assert len(totp.new_secret()) * 5 == 160
    assert len(codes.random_token(256)) == 43
    assert len({codes.random_token(256) for _ in range(100)}) == 100
