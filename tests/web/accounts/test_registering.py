"""Opening an account, in two steps and without telling who has one."""

import pytest
from sqlalchemy import func, select

from app.accounts.models import Account, AccountAddress, AddressDefault
from app.accounts.sign_in_models import MailedCode
from app.foundation.database import db
from app.mail.models import OutboxMail
from app.people import service as people
from app.people.models import FieldValue
from tests.pages import Browser, Page
from tests.people import SignedIn, code_for

ALEX = "alex@example.com"
DETAILS = {
    "user_id": "alex",
    "password": "a kite over the old mill",
    "full_name": "Alex Kim",
    "line1": "950 Lake Drive",
    "city": "Chanhassen",
    "region": "Minnesota",
    "postal_code": "55317",
    "agree": "y",
}


def confirmed(visitor: Browser, email: str = ALEX) -> Page:
    """The page for the details, after the code was typed."""
    page = visitor.get("/register").form("/register").submit(email=email).follow()
    return page.form("/register/code").submit(code=code_for(email, "register")).follow()


def the_account() -> Account:
    return db.session.scalars(select(Account)).one()


def test_a_visitor_opens_an_account_and_is_signed_in(visitor: Browser) -> None:
    page = confirmed(visitor)
    assert ALEX in page.main
    page = page.form("/register/details").submit(**DETAILS).follow()
    assert page.path == "/account"
    assert "Welcome, Alex Kim" in page.main
    account = the_account()
    assert (account.user_id, account.email, account.name, account.phone) == ("alex", ALEX, "Alex Kim", None)


def test_the_address_stands_for_shipping_and_by_default_for_billing(visitor: Browser) -> None:
    confirmed(visitor).form("/register/details").submit(**DETAILS)
    address = db.session.scalars(select(AccountAddress)).one()
    assert (address.name, address.region, address.postal_code) == ("Alex Kim", "MN", "55317")
    assert set(db.session.scalars(select(AddressDefault.use))) == {"shipping", "billing"}


def test_billing_can_be_left_until_the_first_order(visitor: Browser) -> None:
    confirmed(visitor).form("/register/details").submit(**DETAILS, billing="later")
    assert list(db.session.scalars(select(AddressDefault.use))) == ["shipping"]


def test_another_billing_address_is_checked_and_kept(visitor: Browser) -> None:
    form = confirmed(visitor).form("/register/details")
    page = form.submit(**DETAILS, billing="other")
    assert {"billing_line1", "billing_city", "billing_region", "billing_postal_code"} <= set(page.errors())
    other = {"billing_line1": "1 Main Street", "billing_city": "Los Angeles", "billing_region": "CA"}
    page = page.form("/register/details").submit(**DETAILS, **other, billing_postal_code="90210")
    assert page.status == 303
    assert db.session.scalar(select(func.count(AccountAddress.id))) == 2


def test_each_value_is_stored_with_the_sentence_that_stood_beside_it_and_the_policy_version(visitor: Browser) -> None:
    page = confirmed(visitor)
    beside = page["#full_name-purpose"][0].text
    page.form("/register/details").submit(**DETAILS)
    account = the_account()
    row = db.session.execute(
        select(FieldValue.purpose, FieldValue.origin, FieldValue.policy_version).where(FieldValue.field == "name")
    ).one()
    assert row == (beside, "subject", account.agreed_version)


def test_the_agreement_must_be_ticked_and_marketing_stays_off_until_chosen(visitor: Browser) -> None:
    page = confirmed(visitor)
    assert not page["#marketing[checked]"]
    page = page.form("/register/details").submit(**DETAILS | {"agree": None})
    assert "policy" in page.errors()["agree"]
    page.form("/register/details").submit(**DETAILS)
    assert "marketing_mail" not in people.standing(the_account().person_id)


def test_marketing_mail_is_noted_with_its_origin_when_chosen(visitor: Browser) -> None:
    confirmed(visitor).form("/register/details").submit(**DETAILS, marketing="y")
    assert people.standing(the_account().person_id)["marketing_mail"].value == "yes"


def answers(visitor: Browser, email: str) -> tuple[object, ...]:
    """Everything that a stranger can see after giving this address."""
    page = visitor.get("/register").form("/register").submit(email=email)
    headers = {name for name, _ in page.response.headers}
    shown = page.follow()
    wrong = shown.form("/register/code").submit(code="123456")
    return page.status, page.location, headers, shown.main, wrong.status, wrong.errors(), wrong.main


def test_nothing_tells_whether_an_address_has_an_account(visitor: Browser, customer: SignedIn) -> None:
    known = answers(visitor, f"{customer.user_id}@example.com")
    mails = db.session.scalar(select(func.count(OutboxMail.id)))
    unknown = answers(visitor, "nobody@example.com")
    assert known == unknown
    assert db.session.scalar(select(func.count(OutboxMail.id))) == (mails or 0) + 1


def test_the_owner_of_a_known_address_is_told_by_mail(visitor: Browser, customer: SignedIn) -> None:
    visitor.get("/register").form("/register").submit(email=f"{customer.user_id}@example.com")
    assert db.session.scalars(select(OutboxMail.template)).all()[-1] == "accounts/already_registered"


def test_no_code_of_a_known_address_works(visitor: Browser, customer: SignedIn) -> None:
    from app.foundation import codes

    visitor.get("/register").form("/register").submit(email=f"{customer.user_id}@example.com")
    row = db.session.scalars(select(MailedCode)).one()
    page = visitor.get("/register/code")
    page = page.form("/register/code").submit(code=codes.typed_code("register", row.id, row.salt))
    assert "not the code" in page.errors()["code"]


def test_after_five_wrong_codes_the_right_one_is_refused(visitor: Browser) -> None:
    page = visitor.get("/register").form("/register").submit(email=ALEX).follow()
    code = code_for(ALEX, "register")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        page = page.form("/register/code").submit(code=wrong)
    page = page.form("/register/code").submit(code=code)
    assert page.status == 422
    assert "new one" in page.errors()["code"]


def test_a_code_works_only_in_the_browser_that_asked(visitor: Browser, app: object) -> None:
    visitor.get("/register").form("/register").submit(email=ALEX)
    stranger = Browser(visitor.app)
    page = stranger.get("/register/code").form("/register/code").submit(code=code_for(ALEX, "register"))
    assert "ask for a code first" in page.errors()["code"]


def test_details_without_a_confirmed_address_lead_back_to_the_start_and_set_no_cookie(visitor: Browser) -> None:
    assert visitor.get("/register/details").location == "/register"
    assert visitor.cookies() == {}


def test_a_taken_user_id_is_told_only_after_the_address_is_confirmed(visitor: Browser, customer: SignedIn) -> None:
    page = confirmed(visitor).form("/register/details").submit(**DETAILS | {"user_id": "ALEX.KIM"})
    assert "taken" in page.errors()["user_id"]
    assert page["#full_name"][0].get("value") == "Alex Kim"


def test_only_ten_taken_user_ids_are_told_in_an_hour(visitor: Browser, customer: SignedIn) -> None:
    page = confirmed(visitor)
    for _ in range(10):
        page = page.form("/register/details").submit(**DETAILS | {"user_id": "alex.kim"})
        assert "taken" in page.errors()["user_id"]
    page = page.form("/register/details").submit(**DETAILS | {"user_id": "alex.kim"})
    assert "hour" in page.errors()["user_id"]


@pytest.mark.parametrize("password", ["tooShort9", "qwertyuiop12345", "password12345678", "alex-kim-smartpress"])
def test_a_weak_password_is_refused_and_everything_else_is_kept(visitor: Browser, password: str) -> None:
    page = confirmed(visitor).form("/register/details").submit(**DETAILS | {"password": password})
    assert page.errors()["password"]
    assert password not in page.response.get_data(as_text=True)
    assert page["#line1"][0].get("value") == "950 Lake Drive"


def test_past_the_hourly_number_of_mails_the_answer_is_the_same_and_no_mail_goes(visitor: Browser) -> None:
    for _ in range(7):
        page = visitor.get("/register").form("/register").submit(email=ALEX)
        assert (page.status, page.location) == (303, "/register/code")
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 5


def test_the_mail_holds_the_code_and_the_database_does_not(visitor: Browser) -> None:
    from app.mail import letters

    visitor.get("/register").form("/register").submit(email=ALEX)
    row = db.session.scalars(select(OutboxMail)).one()
    code = code_for(ALEX, "register")
    body = letters.compose(row).get_body(("plain",))
    assert body is not None
    assert code in body.get_content()
    assert code not in f"{row.content}{row.derived}"


def test_somebody_signed_in_has_no_use_for_the_page(customer: SignedIn) -> None:
    assert customer.get("/register").location == "/account"
