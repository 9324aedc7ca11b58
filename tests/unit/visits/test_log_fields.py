"""One value of the extended log: P27-P31."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.visits.fields import CAP, bare, masked, masks_of, quoted, referrer, template_of
from tests.unit.visits.hostile import REFERRERS, VALUES

ONE_STRING = re.compile(r'-|"[ !#-\[\]-~]{0,512}"')
ONE_WORD = re.compile(r"[!#-~]{1,512}")
headers = st.text(st.characters(max_codepoint=255), max_size=700)


def ends_inside_a_triplet(text: str) -> bool:
    return re.search(r"%[0-9A-F]?$", text.strip('"')) is not None


def test_an_ordinary_agent_is_written_as_it_came() -> None:
    assert quoted("Mozilla/5.0 (X11; Linux x86_64)") == '"Mozilla/5.0 (X11; Linux x86_64)"'


def test_a_missing_value_is_a_bare_dash() -> None:
    assert (quoted(""), bare(""), referrer("")) == ("-", "-", "-")


@pytest.mark.parametrize(
    ("received", "written"),
    [
        ('say "hi"', '"say %22hi%22"'),
        ("a\r\nb", '"a%0D%0Ab"'),
        ("\x1b[0m", '"%1B[0m"'),
        ("\x7f", '"%7F"'),
        ("\xe2\x80\xa8", '"%E2%80%A8"'),
        ("\u2028", '"%E2%80%A8"'),
        ("\xff", '"%FF"'),
        ("100%", '"100%"'),
        ("\\", '"%5C"'),
    ],
)
def test_quotes_controls_and_foreign_bytes_are_percent_encoded(received: str, written: str) -> None:
    assert quoted(received) == written


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/products/business-cards", "/products/business-cards"),
        ("/a b", "/a%20b"),
        ('/"', "/%22"),
        ("/50%", "/50%25"),
        ("/a?b", "/a%3Fb"),
        ("/\xc3\xa9", "/%C3%A9"),
        ("/a\nb", "/a%0Ab"),
        ("*", "*"),
    ],
)
def test_a_path_has_neither_spaces_nor_quotes_nor_a_query(path: str, written: str) -> None:
    assert bare(path) == written


@given(headers)
def test_any_header_becomes_one_string_of_at_most_512_bytes(value: str) -> None:
    field = quoted(value)
    assert ONE_STRING.fullmatch(field)
    if len(field) == CAP + 2 and "%" not in value:
        assert not ends_inside_a_triplet(field)


@given(headers)
def test_any_path_becomes_one_word_of_at_most_512_bytes(value: str) -> None:
    assert ONE_WORD.fullmatch(bare(value))
    assert not ends_inside_a_triplet(bare(value))


@pytest.mark.parametrize("length", range(505, 516))
def test_the_cap_never_cuts_a_percent_triplet(length: int) -> None:
    field = quoted("a" * length + "\xff" * 5)
    assert len(field) <= CAP + 2
    assert not ends_inside_a_triplet(field)
    assert field.strip('"').replace("%FF", "").strip("a") == ""


@given(st.text(max_size=700))
def test_any_text_at_all_is_survived(value: str) -> None:
    assert ONE_STRING.fullmatch(quoted(value))
    assert ONE_STRING.fullmatch(referrer(value))
    assert ONE_STRING.fullmatch(referrer("https://" + value))


@pytest.mark.parametrize("value", VALUES)
def test_hostile_values_stay_on_one_line(value: str) -> None:
    assert ONE_STRING.fullmatch(quoted(value))
    assert ONE_WORD.fullmatch(bare(value))


@pytest.mark.parametrize(
    ("received", "written"),
    [
        ("https://example.com/a/b", '"https://example.com/a/b"'),
        ("https://example.com/a?token=1#x", '"https://example.com/a"'),
        ("https://example.com?q=1", '"https://example.com"'),
        ("https://joe:secret@example.com:8443/a", '"https://example.com:8443/a"'),
        ("https://joe@work:secret@example.com/", '"https://example.com/"'),
        ("http://[2001:db8::1]/a", '"http://[2001:db8::1]/a"'),
        ("https://example.com/#Fields: x", '"https://example.com/"'),
        ('https://example.com/a"b', '"https://example.com/a%22b"'),
        ("android-app://com.example/path", '"android-app://com.example/path"'),
        ("about:blank", "-"),
        ("/account?next=secret", "-"),
        ("http://user:secret\\@example.com/", "-"),
        ("http://[::1", "-"),
        ("http://", "-"),
    ],
)
def test_a_referrer_is_reduced_to_scheme_host_and_path(received: str, written: str) -> None:
    assert referrer(received) == written


@pytest.mark.parametrize("value", REFERRERS)
def test_hostile_referrers_stay_on_one_line_and_tell_no_secret(value: str) -> None:
    field = referrer(value)
    assert ONE_STRING.fullmatch(field)
    assert "secret" not in field


@given(st.text('ab:@/?#[]\\.\r\n"% \xff', max_size=60))
def test_user_info_query_and_fragment_never_survive(value: str) -> None:
    for joint in ("?", "#"):
        assert "SECRET" not in referrer(f"https://example.com/{value}{joint}SECRET")
    host = value.translate(dict.fromkeys(map(ord, "/?#\\")))
    assert "SECRET" not in referrer(f"https://SECRET:SECRET{host}@example.com/")


def test_a_route_with_a_token_is_written_as_its_template() -> None:
    assert template_of("/u/<token:key>") == "/u/{key}"
    assert template_of("/orders/<int:number>/files/<string(length=2):part>") == "/orders/{number}/files/{part}"


@pytest.mark.parametrize(
    "path", ["/u/s3cret", "/u/s3cret/", "/u/s3cret/extra", "//u//s3cret", "/U/s3cret", "/in/7/key/s3cret"]
)
def test_a_path_that_looks_like_one_with_a_token_is_masked_even_when_no_route_matches(path: str) -> None:
    masks = masks_of(["/u/<token:key>", "/in/<int:number>/key/<token:key>", "/products/<slug>"])
    assert masked(path, masks) in {"/u/{key}", "/in/{number}/key/{key}"}


@pytest.mark.parametrize("path", ["/", "/users", "/in/7", "/in/7/keys", "/products/u"])
def test_other_paths_are_not_masked(path: str) -> None:
    masks = masks_of(["/u/<token:key>", "/in/<int:number>/key/<token:key>", "/products/<slug>"])
    assert masked(path, masks) is None


def test_a_referrer_with_a_token_in_its_path_is_masked_too() -> None:
    masks = masks_of(["/u/<token:key>"])
    assert referrer("https://localhost:8443/u/s3cret?x", masks) == '"https://localhost:8443/u/{key}"'
