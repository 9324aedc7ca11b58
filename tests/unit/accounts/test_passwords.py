"""Which passwords are refused, and that the sentence helps."""

import pytest

from app.accounts.passwords import SHORTEST, SHORTEST_WITH_FACTOR, common_passwords, complaint

OURS = ["Smartpress.com", "alice.example", "Alice Example"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "Paper boats at noon 7",
        "J9x!wK2#pQ7$mZ4",
        "日本語のパスワードは長いです十五",
        "smartpress prints my lovely cards",
        "blue kettle 1234 on the hill",
        "🙂🐘🌧️🚲🍋🪁🧵🦉🥁🌋🧊🪐🎈🐝🍀 hi",
    ],
)
def test_several_words_or_a_random_string_are_welcome(password: str) -> None:
    assert complaint(password, OURS) is None


@pytest.mark.parametrize(("length", "welcome"), [(14, False), (15, True), (128, True), (129, False)])
def test_fifteen_to_a_hundred_and_twenty_eight_characters_are_welcome(length: int, welcome: bool) -> None:
    password = ("The owl sold 7 kites to a grey bridge. " * 4)[:length]
    if length > 60:
        password = password[:-3] + "xk9"  # so that it is not one sentence again and again
    assert (complaint(password) is None) is welcome


def test_length_is_counted_in_characters_not_bytes() -> None:
    assert complaint("éàüñøåçþßłæœðžš") is None


@pytest.mark.parametrize(
    "password", ["a" * 20, "abcabcabcabcabca", "trustno1trustno1", " " * 15, "ababababababababX"[:16]]
)
def test_repetitions_are_refused(password: str) -> None:
    assert "repeats" in str(complaint(password))


@pytest.mark.parametrize(
    "password",
    [
        "123456789012345",
        "zyxwvutsrqponmlk",
        "qwertyuiop12345",
        "poiuytrewqlkjhgf",
        "1qaz2wsx3edc4rfv",
        "vfr4cde3xsw2zaq1",
        "q1w2e3r4t5y6u7i8",
        "111222333444555666",
        "QWERTYuiopASDFgh",
    ],
)
def test_sequences_and_keyboard_walks_are_refused_in_every_direction(password: str) -> None:
    assert "keyboard" in str(complaint(password))


@pytest.mark.parametrize(
    "password",
    [
        "smartpress-2026!",
        "Smartpress.Alice.99",
        "sm4rtpr3ss4lic3!!",
        "alice.example.123",
        "AliceExample2026",
        "secilaAlice12345",
    ],
)
def test_passwords_made_of_names_are_refused(password: str) -> None:
    found = complaint(password, [*OURS, "secila"])
    assert found is not None
    assert "name" in found


@pytest.mark.parametrize("password", ["password123456789", "PASSWORD12345678", "passwordfootball!", "p@sswordf00tb@ll"])
def test_common_passwords_are_refused_in_any_case_and_dress(password: str) -> None:
    assert "Too many people" in str(complaint(password))


def test_the_lists_hold_ten_thousand_of_fifteen_characters_and_those_of_eight_that_no_rule_refuses_anyway() -> None:
    listed = common_passwords()
    assert sum(len(password) >= SHORTEST for password in listed) == 10_000
    assert sum(len(password) < SHORTEST for password in listed) > 9_000
    assert min(map(len, listed)) == SHORTEST_WITH_FACTOR


@pytest.mark.parametrize(("password", "welcome"), [("plum&kite", True), ("plum&ki", False), ("michelle1", False)])
def test_beside_a_second_factor_eight_characters_are_enough(password: str, welcome: bool) -> None:
    assert (complaint(password, shortest=SHORTEST_WITH_FACTOR) is None) is welcome
    assert complaint(password)


def test_no_sentence_shows_the_password() -> None:
    for password in ("hunter2", "qwertyuiop12345", "password123456789", "x" * 200):
        assert password not in str(complaint(password))
