"""Orders of a company: who sees them, who decides, and that nobody outside finds any of it (P45)."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation.database import db
from app.orders.views import order_for_staff
from app.quotes.service import paying as pay_links
from tests.companies import account_of, by, lakeside, member, waiting
from tests.ordering import done, drafted, open_shop
from tests.pages import Browser, Page
from tests.people import SignedIn, new_account

ORDER = "/orders/new?product=business-cards&quantity=250"


@pytest.fixture
def as_(app: Flask) -> Callable[[str], SignedIn]:
    """Sign somebody in by user ID."""

    def sign_in(user_id: str) -> SignedIn:
        browser = SignedIn(app, account_of(user_id), user_id)
        browser.sign_in()
        return browser

    return sign_in


def ordered(browser: Browser, **typed: str) -> Page:
    """Order cards by the form; gives the answer."""
    return browser.get(ORDER).form("/orders/new").submit(**typed)


def test_an_order_over_the_limit_waits_is_approved_and_then_can_be_paid(
    app: Flask, as_: Callable[[str], SignedIn]
) -> None:
    open_shop()
    lakeside()
    buyer, approver = as_("lake.buyer"), as_("lake.approver")
    page = ordered(buyer, phone="612-555-0142").follow().follow()
    assert page.h1.startswith("Order 1")
    assert "Awaiting approval" in page.main
    assert "Lake Owner or Lake Approver may approve it" in page.main
    assert [link for link in page["main a"] if "/checkout" in str(link.get("href"))] == []
    number = int(page.h1.split()[-1])
    assert buyer.get(f"/checkout/{number}").location == f"/orders/{number}"
    page = approver.get("/orders").open("Orders to approve")
    page = page.open(str(number))
    assert "Placed by Lake Buyer" in page.main
    assert "555-0142" not in page.text
    page = page.form("/approval").submit().follow()
    assert "is approved" in page.main
    assert "Lake Approver approved it" in page.main
    assert "Nothing waits" in approver.get("/orders/approvals").main
    page = buyer.get(f"/orders/{number}")
    assert "by your company" in page.main
    assert page.open("Pay").form("/pay").values().keys() == {"csrf_token"}


def test_a_declined_order_is_cancelled_and_its_reason_is_shown(as_: Callable[[str], SignedIn]) -> None:
    number = waiting(lakeside())
    approver = as_("lake.approver")
    page = approver.get(f"/orders/company/{number}")
    empty = page.form("/refusal").submit()
    assert empty.status == 422
    assert empty.errors()["reason"]
    page = empty.form("/refusal").submit(reason="We have enough of them.").follow()
    assert "Cancelled" in page.main
    assert "We have enough of them." in as_("lake.buyer").get(f"/orders/{number}").main


def test_an_own_order_shows_no_button_to_approve_it(as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    number = waiting(people)
    db.session.execute(text("UPDATE company_member SET role = 'approver' WHERE account_id = :id"), {"id": people.buyer})
    db.session.commit()
    buyer = as_("lake.buyer")
    page = buyer.get(f"/orders/company/{number}")
    assert "This is your own order" in page.main
    assert page["form[action$='/approval']"] == []
    token = page["[name=csrf_token]"][0].get("value")
    refused = buyer.post(f"/orders/company/{number}/approval", {"csrf_token": token})
    assert refused.status == 422
    assert "somebody else" in refused.main


def test_where_nobody_may_approve_the_buyer_reads_what_to_do(as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    number = waiting(people)
    db.session.execute(text("UPDATE company_member SET role = 'viewer' WHERE account_id <> :id"), {"id": people.buyer})
    db.session.commit()
    assert "Nobody else of Lakeside Design may approve it now" in as_("lake.buyer").get(f"/orders/{number}").main


def test_the_company_sees_what_was_ordered_for_it_and_nothing_from_before(as_: Callable[[str], SignedIn]) -> None:
    open_shop()
    private = drafted(by(new_account("lake.later", "Lake Later")), account_of("lake.later"))
    people = lakeside()
    number = waiting(people)
    for role in ("viewer", "approver", "administrator"):
        browser = as_("lake.owner" if role == "administrator" else f"lake.{role}")
        page = browser.get("/orders").open("Orders of Lakeside Design")
        assert "Lake Buyer" in page.main
        assert browser.get(f"/orders/company/{number}").status == 200
        assert browser.get(f"/orders/company/{private}").status == 404
    assert as_("lake.buyer").get("/orders/company").status == 404


def test_a_viewer_reads_and_decides_nothing(as_: Callable[[str], SignedIn]) -> None:
    number = waiting(lakeside())
    viewer = as_("lake.viewer")
    page = viewer.get(f"/orders/company/{number}")
    assert page[".page form"] == []
    token = page["[name=csrf_token]"][0].get("value")
    for path in (f"/orders/company/{number}/approval", f"/orders/company/{number}/refusal"):
        assert viewer.post(path, {"csrf_token": token, "reason": "No."}).status == 404
    assert viewer.get("/orders/approvals").status == 404


def test_the_purchase_order_number_is_demanded_beside_its_box(as_: Callable[[str], SignedIn]) -> None:
    open_shop()
    lakeside(limit_cents=None, po_required=True)
    buyer = as_("lake.buyer")
    page = ordered(buyer)
    assert page.status == 422
    assert "purchase-order number" in page.errors()["po_number"]
    assert page["details[open] [name=po_number]"]
    assert page.form("/orders/new").submit(po_number="PO-17").status == 303


def test_a_link_to_pay_opens_nothing_that_waits(app: Flask, visitor: Browser) -> None:
    people = lakeside(limit_cents=100_000_00)
    number = waiting(people)
    done(lambda: pay_links.mail_link(by(people.buyer), number))
    row = db.session.execute(text("SELECT salt FROM pay_link")).one()
    token = pay_links.codes.keyed_hex(pay_links.PURPOSE, number, row.salt)
    page = visitor.get(f"/pay/{token}")
    db.session.execute(text("UPDATE print_order SET state = 'awaiting-approval'"))
    db.session.commit()
    assert page.form(f"/pay/{token}").submit().location == f"/pay/{token}"
    assert visitor.get(f"/pay/{token}")["main form"] == []


def addresses(app: Flask, values: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Method and path of every address about a company or one order of it, with the real numbers in it."""
    for rule in app.url_map.iter_rules():
        about_company = rule.rule.startswith(("/account/company/", "/orders/company/"))
        of_order = rule.rule.startswith(("/orders/<int:number>", "/checkout/<int:number>"))
        if (about_company or of_order) and rule.arguments and rule.arguments <= set(values):
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", str(values[name]))
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield method, path


@pytest.mark.parametrize("who", ["hill.owner", "hill.approver", "hill.viewer", "hill.buyer", "nobody"])
def test_another_company_finds_none_of_its_pages(app: Flask, as_: Callable[[str], SignedIn], who: str) -> None:
    people = lakeside()
    number = waiting(people)
    lakeside(prefix="hill")
    new_account("nobody", "Nobody Inhere")
    invitation = db.session.scalar(text("SELECT min(id) FROM company_invitation"))
    values = {
        "number": number,
        "job_id": order_for_staff(number).jobs[0].id,
        "member_id": member(people, "buyer").id,
        "invitation_id": invitation,
    }
    browser = as_(who)
    token = browser.get("/account/company")["[name=csrf_token]"][0].get("value")
    tried = list(addresses(app, values))
    assert len(tried) > 15
    found = {}
    for method, path in tried:
        given = {"csrf_token": token, "role": "administrator", "limit": "", "reason": "No.", "version": "1"}
        answer = browser.get(path) if method == "GET" else browser.post(path, given)
        found[f"{method} {path}"] = answer.status
    assert {place: status for place, status in found.items() if status != 404} == {}
    assert order_for_staff(number).state.code == "awaiting-approval"
    assert member(people, "buyer").role == "buyer"
