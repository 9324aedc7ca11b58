"""What a login user ID may look like."""

import pytest

from app.accounts.user_ids import complaint, key


@pytest.mark.parametrize("user_id", ["abc", "alex.kim", "alex-kim_7", "a" * 32, "Łukasz", "山田太郎", "9lives", "محمد"])
def test_letters_of_any_script_and_digits_are_welcome(user_id: str) -> None:
    assert complaint(user_id) is None


@pytest.mark.parametrize("user_id", ["ab", "", "a" * 33])
def test_it_has_three_to_thirty_two_characters(user_id: str) -> None:
    assert "3 to 32" in str(complaint(user_id))


def test_an_email_address_is_no_user_id() -> None:
    assert "e-mail" in str(complaint("alex@example.com"))


@pytest.mark.parametrize(
    "user_id", ["alex kim", "-alex", "alex.", "al/ex", "🙂🙂🙂", "alex\n", "al\x00ex", "<b>alex</b>", "alex\u202ekim"]
)
def test_other_characters_are_refused(user_id: str) -> None:
    assert complaint(user_id) is not None


@pytest.mark.parametrize("user_id", ["admin", "Support", "STAFF"])
def test_names_that_look_official_are_kept_back(user_id: str) -> None:
    assert "shop itself" in str(complaint(user_id))


def test_user_ids_are_compared_without_case_and_width() -> None:
    assert key("Alex.Kim") == key("ＡＬＥＸ.kim") == "alex.kim"
