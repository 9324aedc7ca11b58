"""What an e-mail to the desk does, from the mail itself to what staff and its writer see."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from app.foundation import jobs
from app.foundation.database import db
from tests.cases import posted
from tests.pages import Browser
from tests.people import SignedIn
from tests.promises import steps
from tests.requests import answered, mailed_codes, proven, type_code, values

Staff = Callable[[str], SignedIn]
LEE = "lee@example.com"
UPDATES, SERVICES = "Telling you about updates of the site", "Telling you about our services"
SECRET = "my card 4111 and the wedding at 12 Elm Street"


def writes(browser: Browser, sender: str, words: str, subject: str = "") -> None:
    """An e-mail to the newsletter address, received and read."""
    form = browser.get("/local-mail/new").form("/local-mail/new")
    assert form.submit(sender=sender, subject=subject, text=words).status == 303
    jobs.run_now("read-mail")
    jobs.run_now("send-mail")


def mails_to(browser: Browser, address: str) -> list[EmailMessage]:
    return [mail for mail in posted(browser.app.extensions["shop.settings"]).values() if mail["To"] == address]


def request_of_a_mail() -> int:
    """The number of the request that a mail opened; 0 when none did."""
    query = text("SELECT max(number) FROM case_file WHERE channel = 'mail' AND kind <> 'contact'")
    return db.session.execute(query).scalar() or 0


@pytest.mark.promise("P60")
def test_an_e_mail_that_says_unsubscribe_ends_marketing_by_e_mail(customer: SignedIn, staff_member: Staff) -> None:
    desk, address = staff_member("service"), f"{customer.user_id}@example.com"
    assert steps.standing(desk, customer.user_id)[UPDATES]["E-mail"] == "yes"
    writes(Browser(customer.app), address, "Unsubscribe")
    standing = steps.standing(desk, customer.user_id)
    assert standing[UPDATES]["E-mail"].startswith("no")
    assert standing["Your account and its security"]["E-mail"] == "yes"
    (answer,) = [mail for mail in mails_to(customer, address) if str(mail["Subject"]).startswith("Re:")]
    assert (answer["Auto-Submitted"], answer["Return-Path"]) == ("auto-replied", "<>")
    assert answer.get_content_type() == "text/plain"
    assert "Reference:" in answer.as_string()


@pytest.mark.promise("P62")
def test_an_e_mail_that_forbids_any_other_use_ends_them_all(customer: SignedIn, staff_member: Staff) -> None:
    desk = staff_member("service")
    writes(Browser(customer.app), f"{customer.user_id}@example.com", "Please do not use my data for anything else.")
    standing = steps.standing(desk, customer.user_id)
    assert standing["Improving the site and the services"]["On the site and in house"].startswith("no")
    assert standing[SERVICES]["E-mail"].startswith("no")
    assert standing["Your account and its security"]["E-mail"] == "yes"


@pytest.mark.promise("P14")
def test_whoever_writes_stands_in_the_register_and_reads_it_and_whoever_only_says_stop_does_not(
    visitor: Browser,
) -> None:
    writes(visitor, LEE, "Do you print on wood? Please tell me more about it.", "A question")
    writes(visitor, "kim@example.com", "unsubscribe")
    asker = Browser(visitor.app)
    _, found = answered(asker, proven(asker, visitor.app.extensions["shop.settings"], LEE))
    register = next(group for group in found["sources"] if group["name"] == "correspondent")
    assert LEE in str(register)
    other = Browser(visitor.app)
    _, found = answered(other, proven(other, visitor.app.extensions["shop.settings"], "kim@example.com"))
    assert not next(group for group in found["sources"] if group["name"] == "correspondent")["entries"]
    rows = db.session.execute(text("SELECT address FROM correspondent")).scalars().all()
    assert list(rows) == [LEE]


@pytest.mark.promise("P68")
def test_asking_by_e_mail_leads_to_the_answer_behind_a_code_and_never_to_data_by_mail(visitor: Browser) -> None:
    writes(visitor, LEE, "Which personal data do you hold about me? Please send me a copy.")
    number = request_of_a_mail()
    assert number, "the mail opened no request"
    reader = Browser(visitor.app)
    codes = mailed_codes(visitor.app.extensions["shop.settings"], number)
    assert type_code(reader, number, LEE, codes[-1]).status == 303
    _, found = answered(reader, number)
    assert LEE in values(found)


@pytest.mark.promise("P70")
def test_a_correction_asked_by_e_mail_is_opened_and_waits_for_the_code(visitor: Browser) -> None:
    writes(visitor, LEE, "Please correct my address: it is wrong in your files.")
    number = request_of_a_mail()
    assert number, "the mail opened no request"
    reader = Browser(visitor.app)
    codes = mailed_codes(visitor.app.extensions["shop.settings"], number)
    assert type_code(reader, number, LEE, codes[-1]).status == 303


@pytest.mark.promise("P80")
def test_our_answer_to_an_e_mail_repeats_nothing_of_it(visitor: Browser) -> None:
    writes(visitor, LEE, f"Do you print on wood? By the way: {SECRET}", "Elm Street")
    (answer,) = mails_to(visitor, LEE)
    bodies = [str(part.get_content()) for part in answer.walk() if part.get_content_maintype() == "text"]
    said = " ".join([str(answer["Subject"]), *bodies])
    assert not {word for word in ("4111", "wedding", "Elm Street") if word in said}
