"""Updates of the site: everybody can read them there, and customers who did not say no get them by mail."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.foundation import jobs
from app.foundation.database import db
from app.mail.models import OutboxMail
from tests.campaigns import SUBJECT, counted, sent_off
from tests.pages import Browser
from tests.people import SignedIn
from tests.promises import steps

Staff = Callable[[str], SignedIn]


def mailed() -> set[str]:
    """Whom a mail about an update has left for."""
    about = (OutboxMail.purpose == "site_update", OutboxMail.state == "sent")
    return set(db.session.scalars(select(OutboxMail.recipient).where(*about)))


@pytest.mark.promise("P6")
def test_an_update_is_read_on_the_site_by_whoever_looks(visitor: Browser, staff_member: Staff) -> None:
    page = counted(staff_member("marketing"), jobs.run_now)
    sent_off(page, staff_member("privacy-officer"), jobs.run_now)
    assert SUBJECT in visitor.get("/").open("What is new on the site").main


@pytest.mark.promise("P42")
def test_customers_get_the_update_by_mail_but_for_those_who_stopped_it(
    customer: SignedIn, other_customer: SignedIn, staff_member: Staff
) -> None:
    steps.stopped(staff_member("service"), other_customer.user_id, "site_update")
    page = counted(staff_member("marketing"), jobs.run_now)
    sent_off(page, staff_member("privacy-officer"), jobs.run_now)
    jobs.run_now("send-mail")
    assert f"{customer.user_id}@example.com" in mailed()
    assert f"{other_customer.user_id}@example.com" not in mailed()
