"""What an address form accepts."""

import pytest

from app.accounts.addresses import LIMITS, read_address
from app.accounts.places import COUNTRIES, STATES, states_of_zip

GOOD = {"name": "Alex Kim", "line1": "950 Lake Drive", "city": "Chanhassen", "region": "MN", "postal_code": "55317"}


def test_an_american_address_is_printed_the_american_way() -> None:
    address = read_address(GOOD | {"company": "Kim & Co"}).address
    assert address is not None
    assert address.lines() == ["Alex Kim", "Kim & Co", "950 Lake Drive", "Chanhassen, MN 55317"]


@pytest.mark.parametrize("state", ["mn", "Minnesota", " MINNESOTA "])
def test_the_state_may_be_written_out(state: str) -> None:
    address = read_address(GOOD | {"region": state}).address
    assert address is not None
    assert address.region == "MN"


@pytest.mark.parametrize("typed", ["55317-0042", "553170042", "55317 0042"])
def test_a_nine_digit_zip_is_kept_whole(typed: str) -> None:
    address = read_address(GOOD | {"postal_code": typed}).address
    assert address is not None
    assert address.postal_code == "55317-0042"


@pytest.mark.parametrize("typed", ["", "5531", "553171", "ABCDE", "٥٥٣١٧", "55317-"])
def test_a_malformed_zip_gets_an_example(typed: str) -> None:
    assert "55317" in read_address(GOOD | {"postal_code": typed}).errors["postal_code"]


def test_a_zip_of_another_state_names_that_state() -> None:
    errors = read_address(GOOD | {"postal_code": "90210"}).errors
    assert "California" in errors["postal_code"]


def test_a_zip_that_no_state_has_is_refused() -> None:
    assert "no state" in read_address(GOOD | {"postal_code": "00000"}).errors["postal_code"]


@pytest.mark.parametrize(
    ("zip_code", "state"), [("10001", "NY"), ("20001", "DC"), ("06390", "CT"), ("00901", "PR"), ("09012", "AE")]
)
def test_zip_ranges_know_their_states(zip_code: str, state: str) -> None:
    assert state in states_of_zip(zip_code)


def test_every_state_has_zip_codes_and_every_country_a_name() -> None:
    with_codes = {state for number in range(1000) for state in states_of_zip(f"{number:03}00")}
    assert with_codes == set(STATES)
    assert len(COUNTRIES) == 240  # ISO's list and Kosovo, without uninhabited places and our own territories
    assert all(len(code) == 2 and code.isupper() and name.strip() == name for code, name in COUNTRIES.items())


@pytest.mark.parametrize("missing", ["name", "line1", "city"])
def test_each_needed_part_says_that_it_is_needed(missing: str) -> None:
    assert read_address(GOOD | {missing: "  "}).errors[missing].startswith("Please")


@pytest.mark.parametrize("part", sorted(LIMITS))
def test_a_part_that_is_too_long_is_refused_not_cut(part: str) -> None:
    assert "at most" in read_address(GOOD | {part: "9" * (LIMITS[part] + 1), "country": "DE"}).errors[part]


@pytest.mark.parametrize("part", sorted(LIMITS))
def test_control_characters_are_refused(part: str) -> None:
    assert part in read_address(GOOD | {part: "a\x00b", "country": "DE"}).errors


def test_any_script_is_kept_as_it_is() -> None:
    typed = {
        "name": "田中 さくら",
        "line1": "渋谷区道玄坂1-2-3",
        "city": "東京都",
        "postal_code": "150-0043",
        "country": "JP",
    }
    address = read_address(typed).address
    assert address is not None
    assert address.lines() == ["田中 さくら", "渋谷区道玄坂1-2-3", "150-0043 東京都", "Japan"]


def test_other_countries_need_neither_state_nor_postal_code() -> None:
    assert read_address({"name": "A", "line1": "1 Road", "city": "Dublin", "country": "IE"}).address is not None


def test_canada_needs_a_province_and_a_postal_code() -> None:
    typed = {"name": "A", "line1": "1 Road", "city": "Ottawa", "country": "CA"}
    assert set(read_address(typed | {"postal_code": "12345"}).errors) == {"postal_code"}
    assert set(read_address(typed | {"postal_code": "k1a0b1"}).errors) == {"region"}
    address = read_address(typed | {"postal_code": "k1a0b1", "region": "ON"}).address
    assert address is not None
    assert address.postal_code == "K1A 0B1"


@pytest.mark.parametrize("country", ["XX", "Atlantis", "U", "🇺🇸"])
def test_an_unknown_country_is_refused(country: str) -> None:
    assert "list" in read_address(GOOD | {"country": country}).errors["country"]
