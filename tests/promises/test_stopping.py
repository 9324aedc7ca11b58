"""The ways to stop: by the link of a mail, by one button of the account, and while mail is being sent."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from app.foundation import jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.ordering import paid
from tests.pages import BASE
from tests.people import SignedIn
from tests.promises import steps
from tests.web.mail.unasked import in_catalogue, letter_to, link_of, links_of, queued, send

Staff = Callable[[str], SignedIn]
ALEX = "alex.kim@example.com"
ENDS = ("Telling you about our services", "Telling you about updates of the site", "Asking for your opinion")


@pytest.fixture(autouse=True)
def news(app: Flask) -> Iterator[None]:
    with in_catalogue(app, "site_update", "survey"):
        yield


@pytest.mark.promise("P61")
def test_the_link_in_a_mail_stops_such_mail_from_any_program_at_once(
    app: Flask, customer: SignedIn, staff_member: Staff, act: Act
) -> None:
    send(act, ALEX)
    letter = letter_to(app, ALEX)
    header = str(letter["List-Unsubscribe"])
    link = next(path for path in sorted(links_of(letter)) if path.startswith("/u/"))
    assert f"<{BASE}{link}>" in header
    answer = app.test_client().post(link, data={"List-Unsubscribe": "One-Click"}, base_url=BASE)
    assert answer.status_code == 200
    assert steps.standing(staff_member("service"), customer.user_id)[ENDS[1]]["E-mail"].startswith("no")
    assert queued(act, ALEX) == 0


@pytest.mark.promise("P62")
def test_one_button_stops_every_use_but_what_belongs_to_orders(
    customer: SignedIn, staff_member: Staff, act: Act
) -> None:
    number, desk = paid(act, customer.account_id), staff_member("service")
    page = customer.get("/account").open("Mail and contact choices")
    page.form("/account/mail-choices", "Only my orders").submit("Only my orders")
    standing = steps.standing(desk, customer.user_id)
    for purpose in (*ENDS, "Improving the site and the services", "Understanding customers better"):
        assert not [words for words in standing[purpose].values() if words.startswith("yes")], purpose
    jobs.run_now("send-mail")
    assert set(db.session.scalars(select(OutboxMail.state).where(OutboxMail.ref == f"order:{number}"))) == {"sent"}


@pytest.mark.promise("P63")
def test_a_stop_by_the_link_holds_for_mail_that_is_on_its_way(app: Flask, customer: SignedIn, act: Act) -> None:
    link = link_of(send(act, ALEX))
    waiting = queued(act, ALEX)
    assert waiting
    page = customer.get(link).form(link).submit()
    assert "reason" not in " ".join(str(field.get("name")) for field in page["main input"])
    jobs.run_now("send-mail")
    assert db.session.get_one(OutboxMail, waiting, populate_existing=True).state == "refused"
