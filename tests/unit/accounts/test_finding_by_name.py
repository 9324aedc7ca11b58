"""Staff find a customer by how the words of the name begin."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import finding, name_words
from app.accounts.models import Account
from app.accounts.name_words import AccountNameWord
from app.accounts.service import correcting, own_visitor, profile
from app.accounts.service.profile import Profile
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from tests.people import WEAK, new_account

NAMES = {
    "alex": "Alexandra Kim", "li": "Kim Li", "kimball": "Ada Kimball", "soren": "Søren Müller-Łukasik",
    "brien": "Pat O'Brien", "double": "Kimberly Kimball",
}  # fmt: skip


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    """Some customers, by a short word for each."""
    return {who: new_account(f"{who}.someone", name) for who, name in NAMES.items()}


def names(words: str, most: int = 20) -> list[str]:
    return [card.name for card in finding.found(words, most)]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("alexandra kim", ["alex"]),
        ("KIM ALEX", ["alex"]),
        ("lex", []),
        ("muller", ["soren"]),
        ("soren lukasik", ["soren"]),
        ("MÜLLER", ["soren"]),
        ("obrien", ["brien"]),
        ("o'brien, pat", ["brien"]),
        ("kim ada", ["kimball"]),
        ("alex li", []),
        ("'-", []),
    ],
)
def test_every_word_begins_a_word_of_the_name_in_any_order(words: str, who: list[str], people: dict[str, int]) -> None:
    assert names(words) == [NAMES[one] for one in who]


def test_whole_words_stand_first_and_nobody_stands_twice(people: dict[str, int]) -> None:
    assert names("kim") == ["Alexandra Kim", "Kim Li", "Ada Kimball", "Kimberly Kimball"]
    assert names("kim", 3) == ["Alexandra Kim", "Kim Li", "Ada Kimball"]


def test_the_owner_of_a_user_id_stands_before_namesakes(people: dict[str, int]) -> None:
    new_account("kim", "Robin Vale")
    assert names("kim")[:2] == ["Robin Vale", "Alexandra Kim"]


def test_a_changed_name_is_found_and_the_former_is_not(act: Act, people: dict[str, int]) -> None:
    profile.change(act, people["alex"], 1, Profile("Alexandra Vale", "Alexandra", "", {}))
    assert (names("vale"), names("alexandra kim")) == (["Alexandra Vale"], [])
    correcting.correct(act, people["alex"], "name", "Sandra Stone", "case:1")
    assert (names("sandra"), names("vale")) == (["Sandra Stone"], [])


def test_a_change_of_anything_else_writes_no_words(act: Act, people: dict[str, int]) -> None:
    db.session.query(AccountNameWord).delete()
    correcting.correct(act, people["alex"], "phone", "+16125550142", "case:1")
    assert db.session.scalars(select(AccountNameWord.word)).all() == []


def test_the_shops_own_visitor_is_found_by_nothing(act: Act, app: Flask) -> None:
    own_visitor.keep(act, WEAK)
    mine = own_visitor.credentials()
    assert [names(words) for words in (own_visitor.NAME, mine.user_id, mine.email)] == [[], [], []]


def test_more_namesakes_than_are_shown_stand_in_the_order_of_their_accounts(people: dict[str, int]) -> None:
    made = [new_account(f"smith-{number}", "Pat Smith") for number in range(6)]
    assert [card.id for card in finding.found("smith", 4)] == made[:4]
    assert [card.id for card in finding.found("pat smith", 4)] == made[:4]


def test_the_last_digits_of_a_telephone_number_find_so_many_as_are_shown(act: Act, people: dict[str, int]) -> None:
    for number, who in enumerate(people):
        correcting.correct(act, people[who], "phone", f"+1612555{number % 2}142", "case:1")
    assert [card.id for card in finding.found("0142", 2)] == [people["alex"], people["kimball"]]
    whole = finding.found(identifiers.spoken_phone("+16125551142"), 9)
    assert [card.id for card in whole] == [people["li"], people["soren"], people["double"]]


def test_words_are_cut_where_nobody_types_on(act: Act, people: dict[str, int]) -> None:
    correcting.correct(act, people["alex"], "name", "x" * 120, "case:1")
    row = db.session.get(Account, people["alex"])
    assert row is not None
    assert names("x" * 100) == [row.name]
    assert db.session.scalars(select(AccountNameWord.word).where(AccountNameWord.account_id == row.id)).all() == [
        "x" * name_words.LONGEST
    ]
