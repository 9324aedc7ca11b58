"""The name of a customer's file: shown and given back, never trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from app.artwork.names import MOST, attachment, clean_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("card.pdf", "card.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\someone\\Desktop\\card final.pdf", "card final.pdf"),
        ("card\r\nSet-Cookie: a=b.pdf", "cardSet-Cookie: a=b.pdf"),
        ("\u202efdp.card", "fdp.card"),
        ("  Visitenkarte\u00a0Zoë.pdf ", "Visitenkarte Zoë.pdf"),
        ("名片.pdf", "名片.pdf"),
        ("...", "artwork.pdf"),
        ("", "artwork.pdf"),
        (None, "artwork.pdf"),
        ("folder/", "artwork.pdf"),
    ],
)
def test_a_name_keeps_what_a_person_reads_and_nothing_else(typed: str | None, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("a" * 10_000 + ".pdf")
    assert len(name) == MOST
    assert name.endswith("a.pdf")


@given(st.text(max_size=300))
def test_any_name_makes_one_header_line_that_gives_the_name_back(typed: str) -> None:
    name = clean_name(typed)
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    kind, options = parse_options_header(header)
    assert kind == "attachment"
    assert options["filename"] == name
