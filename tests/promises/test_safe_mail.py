"""Mail is not safe, so no secret goes by it; and whoever writes to the desk is obeyed (the desk's staff enter it)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.cases import posted
from tests.ordering import paid
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.promises import steps

Staff = Callable[[str], SignedIn]
SECRET, ANSWER = "The invoice is 5114 for the Kim wedding.", "The wedding cards go to 12 Elm Street."
ENDS = ("Telling you about our services", "Telling you about updates of the site", "Asking for your opinion")
GOES_ON = ("Making, sending and proofing your order", "Billing your orders", "Your account and its security")


def _written(visitor: Browser, email: str = "lee@example.com") -> Page:
    words = {"topic": "order", "message": SECRET, "name": "Lee Lane", "email": email}
    return visitor.get("/contact/message").form("/contact/message").submit(**words).follow()


@pytest.mark.promise("P80")
def test_nobody_is_asked_to_mail_a_secret_and_what_was_said_waits_on_the_site(
    visitor: Browser, staff_member: Staff
) -> None:
    assert "never send us a password or a card number" in visitor.get("/contact").main
    shown = _written(visitor)
    number, code = (str(item.text_content()) for item in shown[".sheet dd"][:2])
    case = staff_member("service").get(f"/staff/cases/{number}").form("/assignment").submit().follow()
    case.form("/answers").submit(text=ANSWER)
    jobs.run_now("send-mail")
    mails = posted(visitor.app.extensions["shop.settings"])
    to_lee = [mail for mail in mails.values() if mail["To"] == "lee@example.com"]
    assert len(to_lee) == 2
    for mail in to_lee:
        bodies = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        said = " ".join([str(mail["Subject"]), *bodies])
        assert not {word for word in ("5114", "wedding", "Elm Street") if word in said}
    reader = Browser(visitor.app)
    reader.get("/contact/follow").form("/contact/follow").submit(number=number, code=code)
    assert ANSWER in reader.get(f"/contact/follow/{number}").main


def _wrote_to_the_desk(desk: Browser, who: str, channel: str) -> None:
    """Staff enter what somebody asked for in a mail to the newsletter address."""
    page = desk.get("/staff/permissions").form("/staff/permissions").submit(who=who)
    answer = page.form("/staff/permissions/stops").submit(purpose="*", channel=channel, source="mail")
    assert answer.status == 303, answer.text


@pytest.mark.promise("P60")
def test_whoever_writes_to_the_desk_gets_no_more_mail_that_they_did_not_ask_for(
    customer: SignedIn, staff_member: Staff
) -> None:
    desk = staff_member("service")
    assert steps.standing(desk, customer.user_id)[ENDS[1]]["E-mail"] == "yes"
    _wrote_to_the_desk(desk, customer.user_id, "email")
    standing = steps.standing(desk, customer.user_id)
    assert {standing[purpose]["E-mail"] for purpose in ENDS} == {"no said stop"}
    assert standing["Improving the site and the services"]["On the site and in house"] == "yes"
    assert standing[GOES_ON[2]]["E-mail"] == "yes"


@pytest.mark.promise("P62")
def test_one_letter_to_the_desk_stops_every_use_but_the_one_the_data_was_given_for(
    customer: SignedIn, staff_member: Staff, act: Act
) -> None:
    number, desk = paid(act, customer.account_id), staff_member("service")
    _wrote_to_the_desk(desk, customer.user_id, "*")
    standing = steps.standing(desk, customer.user_id)
    for purpose, ways in standing.items():
        if purpose not in GOES_ON and not purpose.startswith(("Telling you about changes", "Protecting", "Meeting")):
            assert not [words for words in ways.values() if words.startswith("yes")], purpose
    assert {standing[purpose]["E-mail"] for purpose in GOES_ON[:2]} == {f"yes for order {number}"}
    jobs.run_now("send-mail")
    assert set(db.session.scalars(select(OutboxMail.state).where(OutboxMail.ref == f"order:{number}"))) == {"sent"}
