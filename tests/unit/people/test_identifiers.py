"""How people's identifiers are read and compared."""

import pytest

from app.people.identifiers import NotUsableError, email, phone, postal_key, spoken_phone


def test_an_address_is_trimmed_and_compared_without_case() -> None:
    assert email("  Alex.Kim@Example.COM ").key == email("alex.kim@example.com").key


def test_mail_goes_to_the_address_as_it_was_typed() -> None:
    assert email(" Alex.Kim@EXAMPLE.com ").address == "Alex.Kim@example.com"


def test_plus_tags_and_dots_make_different_people() -> None:
    assert len({email(one).key for one in ("a.lex@example.com", "alex@example.com", "alex+print@example.com")}) == 3


def test_a_domain_in_another_script_equals_its_ascii_form() -> None:
    assert email("post@münchen.example.org").key == email("post@xn--mnchen-3ya.example.org").key


def test_accents_typed_on_different_keyboards_are_the_same_address() -> None:
    assert email("jose\u0301@example.org").key == email("jos\u00e9@example.org").key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "alex",
        "alex@",
        "@example.com",
        "alex@localhost",
        "a b@example.com",
        "a@example.com\nBcc: b@example.com",
        "\x00@x",
    ],
)
def test_what_is_no_address_gets_a_sentence_with_an_example(typed: str) -> None:
    with pytest.raises(NotUsableError, match=r"alex@example\.com"):
        email(typed)


def test_an_address_that_is_too_long_is_refused_not_cut() -> None:
    with pytest.raises(NotUsableError, match="254"):
        email("a" * 250 + "@example.com")


@pytest.mark.parametrize("typed", ["612-555-0142", "(612) 555 0142", "+1 612.555.0142", "1 612 555 0142"])
def test_an_american_number_needs_no_country_code(typed: str) -> None:
    assert phone(typed) == "+16125550142"


def test_a_foreign_number_keeps_its_country() -> None:
    assert phone("+44 20 7946 0958") == "+442079460958"


@pytest.mark.parametrize("typed", ["", "123", "call me", "612-555-0142 ext. 4", "☎️", "+999 1", "6" * 40])
def test_what_is_no_number_gets_a_sentence(typed: str) -> None:
    with pytest.raises(NotUsableError):
        phone(typed)


def test_numbers_are_shown_as_their_country_writes_them() -> None:
    assert (spoken_phone("+16125550142"), spoken_phone("+442079460958")) == ("(612) 555-0142", "+44 20 7946 0958")


def test_postal_addresses_are_matched_without_marks_and_case() -> None:
    assert (
        postal_key("12 Rue de l'Église", "PARIS")
        == postal_key("12, rue de l’eglise", "Paris")
        == "12 rue de l eglise paris"
    )
