"""The pages of a company: opening one, inviting people, roles, leaving; driven through the forms as they are served."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from app.companies import service, views
from app.foundation.database import db
from tests.companies import account_of, lakeside, member, newest_token
from tests.pages import Browser
from tests.people import SignedIn

COMPANY = "/account/company"
INVITE = "/account/company/invitations/new"


@pytest.fixture
def as_(app: Flask) -> Callable[[str], SignedIn]:
    """Sign somebody in by user ID."""

    def sign_in(user_id: str) -> SignedIn:
        browser = SignedIn(app, account_of(user_id), user_id)
        browser.sign_in()
        return browser

    return sign_in


def test_somebody_opens_a_company_and_invites_a_colleague_who_joins(
    customer: SignedIn, other_customer: SignedIn
) -> None:
    page = customer.get(COMPANY).open("Open a company")
    page = page.form("/new").submit(name="Lakeside Design", limit="$250.00", po_required="y").follow()
    assert "Lakeside Design is open" in page.main
    assert "$250.00 for one order" in page.main
    form = page.open("Invite somebody").form("/new")
    assert form.values()["limit"] == "$250.00"
    page = form.submit(email="robin@example.com", role="buyer").follow()
    assert "on its way" in page.main
    assert "r…@example.com" in page.main
    assert "robin@example.com" not in page.text
    invitation = other_customer.get(COMPANY).open("See the invitation")
    assert "Robin" not in invitation.main
    assert service.standing(other_customer.account_id) is None
    joined = invitation.form(button="Join").submit("Join").follow()
    assert "Welcome to Lakeside Design" in joined.main
    held = service.standing(other_customer.account_id)
    assert held is not None
    assert (held.role, held.limit_cents, held.po_required) == ("buyer", 25000, True)
    assert "Robin Vale" in customer.get(COMPANY).main


def test_somebody_without_an_account_is_led_to_open_one_and_finds_the_invitation_there(
    customer: SignedIn, visitor: Browser
) -> None:
    customer.get("/account/company/new").form("/new").submit(name="Lakeside Design")
    customer.get(INVITE).form("/new").submit(email="newcomer@example.com", role="viewer")
    page = visitor.get(f"/company-invitations/{newest_token()}")
    assert "Sees every order" in page.main
    assert page.link("Open an account") == "/register?next=/account/company"
    assert page["main a[href^='/sign-in']"][0].get("href") == "/sign-in?next=/account/company"
    assert [button for button in page["main button"] if "Join" in button.text_content()] == []


def test_a_visitor_cannot_join_but_decline_by_the_mail_alone(customer: SignedIn, visitor: Browser) -> None:
    customer.get("/account/company/new").form("/new").submit(name="Lakeside Design")
    customer.get(INVITE).form("/new").submit(email="newcomer@example.com", role="viewer")
    path = f"/company-invitations/{newest_token()}"
    page = visitor.get(path)
    page = page.form(path).submit("No, thank you").follow()
    assert "was declined" in page.main
    assert "newcomer" not in page.text


def test_the_wrong_account_is_told_so_and_joins_nothing(customer: SignedIn, other_customer: SignedIn) -> None:
    customer.get("/account/company/new").form("/new").submit(name="Lakeside Design")
    customer.get(INVITE).form("/new").submit(email="newcomer@example.com", role="administrator")
    path = f"/company-invitations/{newest_token()}"
    page = other_customer.get(path)
    assert "another e-mail address" in page.main
    token = page.form(path).values()["csrf_token"]
    refused = other_customer.post(path, {"csrf_token": token, "wish": "join"})
    assert refused.status == 422
    assert "another e-mail address" in refused.main
    assert service.standing(other_customer.account_id) is None


def test_an_administrator_changes_a_role_and_a_stale_page_shows_both(
    app: Flask, as_: Callable[[str], SignedIn]
) -> None:
    people = lakeside()
    owner = as_("lake.owner")
    path = f"/account/company/members/{member(people, 'buyer').id}"
    early = owner.get(path).form(path)
    page = owner.get(path).form(path).submit(role="approver", limit="").follow()
    assert "The role of Lake Buyer is saved" in page.main
    late = early.submit(role="viewer")
    assert late.status == 422
    assert "What is saved now" in late.main
    assert "approver" in late.main
    assert late.form(path).submit(role="viewer").status == 303
    assert member(people, "buyer").role == "viewer"


@pytest.mark.parametrize("limit", ["ten", "-5", "0", "1e9"])
def test_a_limit_that_is_no_amount_is_refused_beside_its_box(limit: str, as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    path = f"/account/company/members/{member(people, 'buyer').id}"
    page = as_("lake.owner").get(path).form(path).submit(limit=limit)
    assert page.status == 422
    assert page.errors()["limit"]
    assert page.form(path).values()["limit"] == limit


def test_ending_a_membership_asks_first_and_then_is_final(as_: Callable[[str], SignedIn]) -> None:
    people, owner = lakeside(), as_("lake.owner")
    page = owner.get(COMPANY)
    page = owner.get(page.link("End the membership of Lake Viewer"))
    assert "by mail" in page.main
    page = page.form("/ending").submit().follow()
    assert "Lake Viewer belongs to Lakeside Design no more" in page.main
    assert service.standing(people.viewer) is None


def test_the_last_administrator_reads_why_they_cannot_leave(as_: Callable[[str], SignedIn]) -> None:
    lakeside()
    page = as_("lake.owner").get("/account/company/leaving").form("/leaving").submit()
    assert page.status == 422
    assert "another member administrator first" in page.main


def test_everybody_else_leaves_by_themselves(as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    page = as_("lake.buyer").get(COMPANY).open("Leave the company").form("/leaving").submit().follow()
    assert "You belong to Lakeside Design no more" in page.main
    assert service.standing(people.buyer) is None


def test_closing_a_company_tells_what_it_means_and_does_it(as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    page = as_("lake.owner").get(COMPANY).open("Close the company")
    assert "4 people belong to it" in page.main
    assert "is closed" in page.form("/closing").submit().follow().main
    assert views.members(people.company_id) == []


@pytest.mark.parametrize("role", ["buyer", "approver", "viewer"])
def test_only_administrators_find_the_pages_of_administration(role: str, as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    one = member(people, "buyer").id
    browser = as_(f"lake.{role}")
    assert "example.com" not in browser.get(COMPANY)["table"][0].text_content()
    paths = (
        INVITE,
        f"{COMPANY}/rules",
        f"{COMPANY}/closing",
        f"{COMPANY}/members/{one}",
        f"{COMPANY}/members/{one}/ending",
    )
    assert [browser.get(path).status for path in paths] == [404] * len(paths)


def test_changes_of_who_may_what_need_a_fresh_sign_in(as_: Callable[[str], SignedIn]) -> None:
    people = lakeside()
    owner = as_("lake.owner")
    one = member(people, "buyer").id
    db.session.execute(text("UPDATE web_session SET fresh_at = NULL"))
    db.session.commit()
    paths = (INVITE, f"{COMPANY}/rules", f"{COMPANY}/closing", f"{COMPANY}/leaving", f"{COMPANY}/members/{one}")
    for path in (*paths, f"{COMPANY}/members/{one}/ending"):
        answer = owner.get(path)
        assert answer.status in {302, 303}
        assert "/sign-in" in answer.location or "/account" in answer.location
    assert owner.get(COMPANY).status == 200
