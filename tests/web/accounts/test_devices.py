"""The devices on which somebody is signed in, and signing them out."""

from sqlalchemy import select

from app.accounts.sign_in_models import Device
from app.foundation.database import db
from tests.pages import spaced
from tests.people import SignedIn

DEVICES = "/account/devices"


def second_browser(owner: SignedIn) -> SignedIn:
    """The same person, signed in and remembered in another browser."""
    browser = SignedIn(owner.app, owner.account_id, owner.user_id)
    browser.sign_in(remember=True)
    return browser


def test_each_device_tells_what_it_is_and_when_it_was_seen_this_one_first(customer: SignedIn) -> None:
    second_browser(customer)
    page = customer.get(DEVICES)
    told = [spaced(item) for item in page["main dl > div"]]
    assert len(told) == 2
    assert "this device" in told[0]
    assert "stays signed in" in told[1]
    assert all("First seen" in one and "From about" in one for one in told)


def test_one_device_is_signed_out_at_once_remembered_or_not(customer: SignedIn) -> None:
    other = second_browser(customer)
    page = customer.get(DEVICES)
    device = db.session.scalars(select(Device.id).order_by(Device.id.desc())).first()
    page.form(f"/devices/{device}/end").submit()
    assert other.get("/account").location.startswith("/sign-in")
    assert len(customer.get(DEVICES)["main dl > div"]) == 1


def test_every_other_device_is_signed_out_at_once(customer: SignedIn) -> None:
    others = [second_browser(customer), second_browser(customer)]
    customer.get(DEVICES).form("/others/end").submit()
    assert all(other.get("/account").location.startswith("/sign-in") for other in others)
    assert customer.get("/account").status == 200
    assert not customer.get(DEVICES)["form[action$='/others/end']"]


def test_nobody_signs_out_somebody_elses_device(customer: SignedIn, other_customer: SignedIn) -> None:
    theirs = db.session.scalars(select(Device.id).where(Device.account_id == other_customer.account_id)).one()
    form = customer.get(DEVICES).form("/end")
    token = form.values()["csrf_token"]
    assert customer.post(f"{DEVICES}/{theirs}/end", {"csrf_token": token}).status == 404
    assert other_customer.get("/account").status == 200


def test_ending_a_device_stands_on_the_activity_page(customer: SignedIn) -> None:
    second_browser(customer)
    customer.get(DEVICES).form("/others/end").submit()
    assert "A device was signed out" in customer.get("/account/activity").main
