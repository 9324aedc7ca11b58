"""The staff's page of what goes when, and the legal holds."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.foundation import clock, jobs, work
from app.foundation.database import Base, db
from tests.pages import Browser
from tests.people import SignedIn
from tests.unit.rights.planting import plant

PAGE = "/staff/retention"
OLD = timedelta(days=3 * 365)
Staff = Callable[[str], SignedIn]


def replaced(person_id: int, at: datetime) -> None:
    """An identifier of the person that ended then."""
    table = Base.metadata.tables["identifier"]
    work.unit(lambda: plant(table, person_id=person_id, kind="phone", ended_at=at))


def ended_ones() -> int:
    """How many ended identifiers there are."""
    table = Base.metadata.tables["identifier"]
    return db.session.scalar(select(func.count()).select_from(table).where(table.c.ended_at.is_not(None))) or 0


def row_of(browser: Browser, words: str) -> str:
    """The text of a line of the page's table."""
    page = browser.get(PAGE)
    return next(" ".join(row.text_content().split()) for row in page["tr"] if words in row.text_content())


def person_of(browser: SignedIn) -> int:
    accounts = Base.metadata.tables["account"]
    query = select(accounts.c.person_id).where(accounts.c.id == browser.account_id)
    return db.session.scalar(query) or 0


def open_hold(officer: SignedIn, **typed: str) -> None:
    form = officer.get(f"{PAGE}/holds/new").form(f"{PAGE}/holds/new")
    until = (clock.now() + timedelta(days=90)).date().isoformat()
    values = {"case_ref": "L-7", "reason": "A court asked us to keep it.", "until": until} | typed
    answer = form.submit(**values)
    assert answer.status == 303, answer.text


def test_the_officer_sees_what_would_go_and_after_the_run_what_went(customer: SignedIn, staff_member: Staff) -> None:
    officer = staff_member("privacy-officer")
    replaced(person_of(customer), clock.now() - OLD)
    assert "too old" in row_of(officer, "identifier/retention.replaced-years")
    jobs.run_now("keep-retention")
    line = row_of(officer, "identifier/retention.replaced-years")
    assert ended_ones() == 0
    assert "too old" not in line


def test_a_hold_is_opened_by_a_form_and_skips_and_counts_the_persons_rows(
    customer: SignedIn, other_customer: SignedIn, staff_member: Staff
) -> None:
    officer = staff_member("privacy-officer")
    for browser in (customer, other_customer):
        replaced(person_of(browser), clock.now() - OLD)
    open_hold(officer, who=customer.user_id)
    jobs.run_now("keep-retention")
    assert ended_ones() == 1
    line = row_of(officer, "identifier/retention.replaced-years")
    assert "too old" not in line
    runs = Base.metadata.tables["retention_run"]
    mine = select(runs.c.removed, runs.c.held).where(runs.c.rule == "identifier/retention.replaced-years")
    assert db.session.execute(mine).one() == (1, 1)


def test_an_ended_hold_lets_the_rows_go(customer: SignedIn, staff_member: Staff) -> None:
    officer = staff_member("administrator")
    replaced(person_of(customer), clock.now() - OLD)
    open_hold(officer, who=f"{customer.user_id}@example.com")
    assert officer.get(PAGE).form(f"{PAGE}/holds/1/ending").submit().status == 303
    jobs.run_now("keep-retention")
    assert ended_ones() == 0
    assert "ended" in row_of(officer, "L-7")


def test_a_hold_needs_an_end_and_somebody_whom_we_know(staff_member: Staff) -> None:
    officer = staff_member("privacy-officer")
    form = officer.get(f"{PAGE}/holds/new").form(f"{PAGE}/holds/new")
    tried = {"case_ref": "L-7", "reason": "A court asked us to keep it."}
    assert "last day of the hold" in form.submit(who="alex.kim", **tried).text
    assert "Nobody here" in form.submit(who="nobody.here", until="2027-01-31", **tried).text
    assert "needs an end" in form.submit(who="alex@example.com", until="2020-01-31", **tried).text


def test_other_staff_and_customers_do_not_open_the_page(customer: SignedIn, staff_member: Staff) -> None:
    assert staff_member("production").get(PAGE).status == 403
    assert customer.get(PAGE).status in {403, 404}
