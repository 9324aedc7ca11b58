"""Who works here: invitations by mail, roles given and taken, the end of somebody's work."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts.models import Account, StaffInvitation, StaffRole
from app.accounts.roles import ROLES
from app.cases.models import CaseWork
from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.letters import compose
from app.mail.models import OutboxMail
from app.orders.models import OrderAssignment
from tests import ordering
from tests.cases import opened
from tests.pages import Browser, Page
from tests.people import PASSWORD, SignedIn, new_account
from tests.web.accounts.test_account_pages import queries

INVITED = "nora.new@example.com"
CHOSEN = {"user_id": "nora", "full_name": "Nora New", "password": PASSWORD}
PEOPLE = "/staff/people"


@pytest.fixture
def admin(staff_member: Callable[[str], SignedIn]) -> SignedIn:
    return staff_member("administrator")


def invite(admin: SignedIn, *roles: str, email: str = INVITED) -> Page:
    form = admin.get(f"{PEOPLE}/invitations/new").form("/invitations/new")
    return form.submit(email=email, roles=list(roles))


def newest_mail(template: str) -> OutboxMail:
    found = db.session.scalars(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id.desc()))
    row = found.first()
    assert row is not None
    return row


def link_in_mail() -> str:
    """The address in the newest invitation, as its reader finds it."""
    mail = compose(newest_mail("accounts/staff_invitation"))
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"/welcome/[0-9a-f]+", body.get_content())
    assert found is not None
    return found.group()


def roles_of(user_id: str) -> set[str]:
    query = select(StaffRole.role).join(Account, Account.id == StaffRole.account_id).where(Account.user_id == user_id)
    return set(db.session.scalars(query))


def test_somebody_is_invited_by_mail_and_chooses_their_own_password(admin: SignedIn) -> None:
    page = invite(admin, "prepress", "production").follow()
    assert INVITED in page.main
    nora = Browser(admin.app)
    welcome = nora.get(link_in_mail())
    assert "Prepress, Production" in welcome.main
    assert "email" not in welcome.form(welcome.path).names()
    welcome.form(welcome.path).submit(**CHOSEN)
    assert roles_of("nora") == {"prepress", "production"}
    row = db.session.scalars(select(Account).where(Account.user_id == "nora")).one()
    assert (row.email, row.email_verified_at is not None) == (INVITED, True)
    listed = admin.get(PEOPLE).main
    assert "Nora New" in listed
    assert "given by Sam Administrator" in listed
    assert INVITED not in listed


def test_the_address_is_forgotten_and_the_token_is_stored_nowhere(admin: SignedIn) -> None:
    invite(admin, "prepress")
    link = link_in_mail()
    token = link.rpartition("/")[2]
    row = db.session.scalars(select(StaffInvitation)).one()
    mail = newest_mail("accounts/staff_invitation")
    assert row.email == INVITED
    assert token not in str((row.token_sha256, row.salt, mail.content, mail.derived))
    Browser(admin.app).get(link).form(link).submit(**CHOSEN)
    row = db.session.scalars(select(StaffInvitation)).one()
    assert (row.email, row.email_key) == (None, None)


def test_an_invitation_sent_again_ends_the_one_before(admin: SignedIn) -> None:
    page = invite(admin, "prepress").follow()
    first = link_in_mail()
    page.form("/mail", "Send again").submit()
    second = link_in_mail()
    assert second != first
    assert Browser(admin.app).get(first).status == 404
    assert Browser(admin.app).get(second).status == 200


def test_a_withdrawn_invitation_says_so_and_its_address_is_forgotten(admin: SignedIn) -> None:
    page = invite(admin, "prepress").follow()
    link = link_in_mail()
    page.form("/withdrawal", "Withdraw").submit()
    over = Browser(admin.app).get(link)
    assert (over.status, "took it back" in over.main) == (410, True)
    assert db.session.scalars(select(StaffInvitation.email)).one() is None


def test_nobody_is_invited_twice_or_to_nothing(admin: SignedIn) -> None:
    assert "at least one role" in invite(admin).main
    invite(admin, "prepress")
    assert "waits for this address already" in invite(admin, "shipping").main
    assert "these roles already" in invite(admin, "administrator", email="administrator.staff@example.com").main


def test_an_old_invitation_is_no_reason_against_another(admin: SignedIn) -> None:
    invite(admin, "prepress")
    long_ago = db.session.scalars(select(StaffInvitation.expires_at)).one() - timedelta(days=8)
    db.session.execute(update(StaffInvitation).values(expires_at=long_ago))
    assert invite(admin, "prepress").status == 303


def test_somebody_with_an_account_takes_it_up_after_signing_in(admin: SignedIn, customer: SignedIn) -> None:
    invite(admin, "service", email="alex.kim@example.com")
    link = link_in_mail()
    page = Browser(admin.app).get(link)
    assert "has an account here" in page.main
    assert not page["main form"]
    customer.get(link).open("Go on").form("/joining").submit()
    assert roles_of("alex.kim") == {"service"}


def test_an_invitation_is_for_the_invited_address_alone(admin: SignedIn, customer: SignedIn) -> None:
    invite(admin, "administrator")
    page = customer.get(f"{link_in_mail()}/joining").form("/joining").submit()
    assert "another e-mail address" in page.main
    assert roles_of("alex.kim") == set()


def test_roles_are_given_and_taken_with_a_mail_each(admin: SignedIn, staff_member: Callable[[str], SignedIn]) -> None:
    clerk = staff_member("service")
    page = admin.get(PEOPLE).open("Sam Service")
    page = page.form("/roles").submit(role="marketing").follow()
    assert roles_of(clerk.user_id) == {"service", "marketing"}
    assert newest_mail("accounts/staff_role_given").content["role"] == "Marketing"
    assert clerk.get("/staff/mail").status == 200
    page.open("Take it: Marketing").form("/end").submit()
    assert roles_of(clerk.user_id) == {"service"}
    assert newest_mail("accounts/staff_role_taken").content["role"] == "Marketing"


def test_when_somebodys_work_ends_they_are_out_at_once_and_their_work_is_free(
    admin: SignedIn, staff_member: Callable[[str], SignedIn], act: Act
) -> None:
    ordering.open_shop()
    clerk = staff_member("service")
    number = ordering.paid(act, new_account("owner", "Owen Owner"))
    case = opened(act).number
    clerk.get(f"/staff/orders/{number}").form("/assignment", "Take").submit()
    clerk.get(f"/staff/cases/{case}").form("", "Take").submit()
    admin.get(f"{PEOPLE}/{clerk.account_id}").open("End their work").form("/end").submit()
    assert clerk.get("/staff").location.startswith("/sign-in")
    assert roles_of(clerk.user_id) == set()
    for kind in (CaseWork, OrderAssignment):
        assert db.session.scalar(select(func.count()).select_from(kind).where(kind.released_at.is_(None))) == 0
    assert newest_mail("accounts/staff_ended").recipient == "service.staff@example.com"
    clerk.sign_in()
    assert clerk.get("/staff").status == 403


def test_the_last_administrator_cannot_be_ended_or_demoted(admin: SignedIn) -> None:
    for path in (f"{PEOPLE}/{admin.account_id}/end", f"{PEOPLE}/{admin.account_id}/roles/administrator/end"):
        page = admin.get(path).form("/end").submit()
        assert "another administrator first" in page.main
    assert roles_of(admin.user_id) == {"administrator"}


def test_every_member_of_staff_may_read_what_each_role_may_do(staff_member: Callable[[str], SignedIn]) -> None:
    page = staff_member("shipping").get(f"{PEOPLE}/roles")
    assert all(words in page.main for words in ROLES.values())
    assert staff_member("prepress").get(PEOPLE).status == 403


def test_the_page_of_people_asks_as_much_for_many_as_for_one(
    admin: SignedIn, staff_member: Callable[[str], SignedIn]
) -> None:
    admin.get(PEOPLE)
    alone = queries(lambda: admin.get(PEOPLE))
    for role in ("service", "shipping", "prepress"):
        staff_member(role)
    invite(admin, "marketing")
    assert queries(lambda: admin.get(PEOPLE)) == alone


def test_an_administrator_leaves_once_there_is_another(
    admin: SignedIn, staff_member: Callable[[str], SignedIn]
) -> None:
    second = staff_member("service")
    admin.get(f"{PEOPLE}/{second.account_id}").form("/roles").submit(role="administrator")
    admin.get(f"{PEOPLE}/{admin.account_id}/end").form("/end").submit()
    assert roles_of(admin.user_id) == set()
    refused = second.get(f"{PEOPLE}/{second.account_id}/roles/administrator/end").form("/end").submit()
    assert "another administrator first" in refused.main


def test_in_a_shop_of_one_person_the_page_of_roles_says_so(admin: SignedIn, act: Act) -> None:
    assert "shop of one person" not in admin.get(f"{PEOPLE}/roles").main
    work.unit(lambda: rules.set_value(act, "policy.one-person-shop", True, clock.now(), "I am alone"))
    assert "after 24 hours" in admin.get(f"{PEOPLE}/roles").main
