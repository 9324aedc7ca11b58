"""The promise tests guard themselves: no breach without its test, no promise test without its breach."""

import re
from pathlib import Path

from tests.promises.breaches import BREACHES

HERE = Path(__file__).parent


def marked() -> set[str]:
    """The numbers that tests in this folder are marked with."""
    text = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    return {number for mark in re.findall(r"mark\.promise\(([^)]*)\)", text) for number in re.findall(r"P\d+", mark)}


def test_every_proven_promise_has_a_breach_and_every_breach_a_test() -> None:
    assert marked() == set(BREACHES)


def test_a_promise_whose_test_is_gone_would_be_noticed() -> None:
    assert marked() - {"P56"} != set(BREACHES)


def test_promise_marks_stand_only_where_their_breach_is_tried() -> None:
    elsewhere = [
        str(path)
        for path in HERE.parent.rglob("test_*.py")
        if HERE not in path.parents and re.search(r"mark\.promise\(", path.read_text())
    ]
    assert elsewhere == []
