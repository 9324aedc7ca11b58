"""A card number typed into a form of the shop is refused, not kept and not shown again."""

from __future__ import annotations

import pytest
from flask import Flask

from app.foundation.forms import CARD_TYPED, Area, Email, ShopForm, Telephone, Text

CARD = "4242 4242 4242 4242"


class NoteForm(ShopForm):
    """A form like any other."""

    name = Text("Name")
    note = Area("Note")
    email = Email("E-mail")
    phone = Telephone("Phone")


def filled(app: Flask, **typed: str) -> NoteForm:
    with app.test_request_context("/", method="POST", data=typed):
        form = NoteForm(meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.parametrize("name", ["name", "note", "email"])
def test_a_card_number_in_a_field_is_refused_and_forgotten(app: Flask, name: str) -> None:
    form = filled(app, **{name: f"please use {CARD}"})
    field = form[name]
    assert list(field.errors) == [CARD_TYPED]
    assert (field.data, field.shown) == ("", "")


def test_other_numbers_are_taken(app: Flask) -> None:
    form = filled(app, name="Order 10001", note="250 cards by 2026-12-01", phone="+49 4242 4242 4242 424")
    assert form.errors == {}
