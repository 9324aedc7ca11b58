"""Typed codes: half an hour, five tries, once."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.codes import SENTENCES, CodeState, Verdict, judge

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRESH = CodeState(NOON, 0, None)


@pytest.mark.parametrize("typed", ["042137", " 042 137 ", "042-137"])
def test_the_right_code_is_right_however_it_is_spaced(typed: str) -> None:
    assert judge(FRESH, "042137", typed, NOON) is Verdict.RIGHT


@pytest.mark.parametrize("typed", ["", "042138", "42137", "０４２１３７", "\x00", "🙂", "0421370", "\udce9"])
def test_anything_else_is_wrong(typed: str) -> None:
    assert judge(FRESH, "042137", typed, NOON) is Verdict.WRONG


def test_it_works_for_thirty_minutes() -> None:
    assert judge(FRESH, "042137", "042137", NOON + timedelta(minutes=30)) is Verdict.RIGHT
    assert judge(FRESH, "042137", "042137", NOON + timedelta(minutes=30, seconds=1)) is Verdict.LATE


def test_after_five_wrong_tries_even_the_right_code_is_refused() -> None:
    assert judge(CodeState(NOON, 4, None), "042137", "042137", NOON) is Verdict.RIGHT
    assert judge(CodeState(NOON, 5, None), "042137", "042137", NOON) is Verdict.WORN_OUT


def test_it_works_once() -> None:
    assert judge(CodeState(NOON, 0, NOON), "042137", "042137", NOON) is Verdict.WORN_OUT


def test_every_refusal_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Verdict) - {Verdict.RIGHT}
