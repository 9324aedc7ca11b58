"""The code of a case: twelve characters that hands can copy."""

import re

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from app.cases import codes
from app.foundation.acts import Act
from app.foundation.database import db
from tests.cases import opened


@pytest.mark.usefixtures("app")
def test_a_code_has_twelve_signs_in_groups_of_four_and_none_that_looks_like_another() -> None:
    for number in range(40001, 40101):
        assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", codes.code_of(number, "salt"))


@pytest.mark.usefixtures("app")
def test_every_case_and_every_salt_has_another_code() -> None:
    made = {codes.code_of(number, salt) for number in range(40001, 40051) for salt in ("a", "b")}
    assert len(made) == 100


@pytest.mark.usefixtures("app")
def test_a_code_may_be_typed_as_hands_do() -> None:
    code = codes.code_of(40001, "salt")
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} ", code.replace("0", "o")):
        assert codes.fits(typed, 40001, "salt"), typed
    assert codes.fits(code.replace("1", "l"), 40001, "salt")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("typed", ["", "-", "é" * 12, "\ud800", "0" * 5000, "７Ｋ２Ｑ"])
def test_what_is_no_code_never_fits(typed: str) -> None:
    assert not codes.fits(typed, 40001, "salt")


@pytest.mark.usefixtures("app")
def test_a_code_with_one_wrong_sign_does_not_fit() -> None:
    code = codes.code_of(40001, "salt")
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    assert not codes.fits(wrong, 40001, "salt")


def test_no_code_is_stored_anywhere_in_the_database(app: Flask, act: Act) -> None:
    case = opened(act)
    plain = case.code.replace("-", "")
    with db.engines["reader"].connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                assert case.code not in str(tuple(row))
                assert plain not in str(tuple(row))
