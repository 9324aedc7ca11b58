"""Ending sessions from outside them: by their owner on another device, and by the operator."""

from flask import Flask

from tests.pages import Browser
from tests.people import PASSWORD, SignedIn
from tests.web.accounts.test_account_pages import make_stale

CLOSED, OPEN = 303, 200


def on_another_device(customer: SignedIn) -> SignedIn:
    other = SignedIn(customer.app, customer.account_id, customer.user_id)
    other.sign_in(remember=True)
    return other


def test_ending_a_device_takes_a_recent_sign_in_and_goes_on_after_it(customer: SignedIn) -> None:
    other = on_another_device(customer)
    page = customer.get("/account/devices")
    make_stale()
    asked = page.form("/account/devices/others/end").submit().follow()
    assert "once more" in asked.h1
    assert other.get("/account").status == OPEN
    asked.form("/sign-in/again").submit(password=PASSWORD)
    customer.get("/account/devices").form("/account/devices/others/end").submit()
    assert other.get("/account").status == CLOSED
    assert customer.get("/account").status == OPEN


def test_the_operator_signs_one_person_out_everywhere(app: Flask, customer: SignedIn, other_customer: SignedIn) -> None:
    elsewhere = on_another_device(customer)
    done = app.test_cli_runner().invoke(args=["accounts", "sign-out", "alex.kim"])
    assert done.output == "Signed out everywhere: 1.\n"
    assert [browser.get("/account").status for browser in (customer, elsewhere)] == [CLOSED, CLOSED]
    assert other_customer.get("/account").status == OPEN


def test_the_operator_signs_everybody_out(app: Flask, customer: SignedIn, other_customer: SignedIn) -> None:
    people: list[Browser] = [customer, on_another_device(customer), other_customer]
    done = app.test_cli_runner().invoke(args=["accounts", "sign-out", "--everybody"])
    assert done.output == "Signed out everywhere: 2.\n"
    assert [browser.get("/account").status for browser in people] == [CLOSED] * 3


def test_signing_out_needs_somebody(app: Flask) -> None:
    for args in ([], ["nobody"], ["alex.kim", "--everybody"]):
        done = app.test_cli_runner().invoke(args=["accounts", "sign-out", *args])
        assert done.exit_code == 1
        assert "Give one user ID" in done.output
