"""Access is denied unless an endpoint is marked."""

from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import access, areas, clock
from app.foundation.access import Mark, Permission, Viewer

READ = Permission("orders:order:read", "read orders")


def test_an_endpoint_without_a_mark_stops_the_application() -> None:
    app = Flask("bare")
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    access.public(app.view_functions["static"])
    with pytest.raises(RuntimeError, match="has no access mark"):
        access.check_marks(app)


def test_marks_say_what_they_ask_for() -> None:
    @access.fresh
    @access.large_body
    @access.staff(READ)
    def view() -> str:
        return ""

    assert str(access.mark_of(view)) == "staff(orders:order:read) fresh large"


def test_a_webhook_is_public_and_needs_no_form_token() -> None:
    def view() -> str:
        return ""

    assert access.mark_of(access.signed_by_sender(view)) == Mark("public", token=False)


def test_nobody_in_particular_may_do_nothing_in_particular() -> None:
    nobody = Viewer()
    assert not nobody.signed_in
    assert nobody.is_anonymous
    assert not nobody.is_staff
    assert not nobody.may(READ)


def test_staff_may_do_what_their_roles_hold() -> None:
    somebody = Viewer(id=7, permissions=frozenset({READ.name}))
    assert somebody.is_authenticated
    assert somebody.is_staff
    assert somebody.may(READ)
    assert somebody.get_id() == "7"


@pytest.mark.usefixtures("app")
def test_a_sign_in_is_fresh_for_fifteen_minutes_and_a_remembered_one_never() -> None:
    now = clock.now()
    assert access.is_fresh(Viewer(id=1, signed_in_at=now - timedelta(minutes=14)))
    assert not access.is_fresh(Viewer(id=1, signed_in_at=now - timedelta(minutes=16)))
    assert not access.is_fresh(Viewer(id=1, signed_in_at=None))


def test_an_address_in_an_area_says_so_and_an_area_that_nobody_declares_stops_the_application() -> None:
    @access.customer
    @areas.area("nowhere")
    def view() -> str:
        return ""

    assert str(access.mark_of(view)) == "customer area(nowhere)"
    app = Flask("bare")
    app.add_url_rule("/there", "there", view)
    access.public(app.view_functions["static"])
    with pytest.raises(RuntimeError, match="an area that nobody declares: nowhere"):
        access.check_marks(app)
