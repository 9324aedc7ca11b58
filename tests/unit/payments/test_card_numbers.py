"""What counts as a card number, so that none is kept."""

from __future__ import annotations

import pytest

from app.foundation.card_numbers import holds_card_number


@pytest.mark.parametrize(
    "text",
    [
        "4242424242424242",
        "4242 4242 4242 4242",
        "4242-4242-4242-4242",
        "3782 822463 10005",
        "378282246310005",
        "please charge 5555555555554444, thanks",
        "12 4242424242424242 123",
        "1234 4242 4242 4242 4242",
        "4242424242424242.",
        '{"note": 4242424242424242}',
        "\uff14\uff12" * 8,
    ],
)
def test_a_card_number_is_seen_however_it_is_written(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4242424242424241",
        "424242424242",
        "42424242424242424242",
        "evt_4242424242424242",
        "a4242424242424242",
        "4242424242424242b",
        "0.4242424242424242",
        "(952) 555-0123",
        "250 cards of 3.5 x 2 in. by 2026-11-22",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_card_number(text)
