"""Orders as staff see and move them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from app.foundation.acts import Act
from app.foundation.database import db
from app.orders.models import OrderJob, PrintOrder
from app.orders.views import order_for_staff
from tests.ordering import card_pdf, done, drafted, letters, moved, paid, with_file
from tests.people import SignedIn, new_account

Staff = Callable[[str], SignedIn]


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


def shown(page: object) -> list[int]:
    """The numbers that the queue lists."""
    return [int(cell.text_content()) for cell in page["main tbody th"]]  # type: ignore[index]  # a parsed page


def test_customers_and_roles_without_the_permission_see_no_orders(customer: SignedIn, staff_member: Staff) -> None:
    assert customer.get("/staff/orders").status == 403
    assert staff_member("marketing").get("/staff/orders").status == 403


def test_the_queue_finds_by_number_name_user_id_and_mail(act: Act, alex: int, staff_member: Staff) -> None:
    other = new_account("robin", "Robin Vale")
    numbers = [drafted(act, alex), drafted(act, other)]
    desk = staff_member("service")
    page = desk.get("/staff/orders")
    assert shown(page) == numbers[::-1]
    for words in (str(numbers[1]), f"#{numbers[1]}", "robin", "ROBIN", "vale", "robin@example.com"):
        found = page.form("/staff/orders").submit(q=words)
        assert shown(found) == [numbers[1]], words
    assert "No order fits" in page.form("/staff/orders").submit(q="nobody%").main


def test_the_queue_filters_by_state_and_by_whose_work_it_is(act: Act, alex: int, staff_member: Staff) -> None:
    waiting, ready = paid(act, alex), with_file(act, alex)
    desk = staff_member("prepress")
    page = desk.get("/staff/orders")
    assert shown(page.form("/staff/orders").submit(state="awaiting-files")) == [waiting]
    assert shown(page.form("/staff/orders").submit(state="files-received")) == [ready]
    desk.get(f"/staff/orders/{ready}").form("/assignment").submit("Take it")
    assert shown(page.form("/staff/orders").submit(whose="mine")) == [ready]
    assert shown(page.form("/staff/orders").submit(whose="nobody")) == [waiting]
    assert "Sam Prepress" in desk.get("/staff/orders").main
    assert "free again" in desk.get(f"/staff/orders/{ready}").form("/assignment").submit("Give it back").follow().main


@pytest.mark.parametrize(
    "query", ["state=x", "whose=x", "before=x", "before=" + "9" * 40, "after=-1", "q=%00", "q=" + "x" * 3000, "q=%25_"]
)
def test_a_strange_address_of_the_queue_is_answered(staff_member: Staff, query: str) -> None:
    assert staff_member("service").get(f"/staff/orders?{query}").status == 200


def test_an_order_shows_file_history_and_the_steps_of_the_role(act: Act, alex: int, staff_member: Staff) -> None:
    number = with_file(act, alex)
    page = staff_member("prepress").get(f"/staff/orders/{number}")
    for words in ("Alex Kim", "alex.kim@example.com", "cards.pdf", "Files received", "Start checking"):
        assert words in page.main, words
    assert "Cancel the order" not in page.main
    desk = staff_member("service").get(f"/staff/orders/{number}")
    assert "Start checking" not in desk.main
    assert "Cancel the order" in desk.main
    assert page.open("Download the file").response.data == card_pdf()[:0] + page.open("Download the file").response.data


def test_the_job_goes_from_role_to_role_by_buttons(act: Act, alex: int, staff_member: Staff) -> None:
    number = with_file(act, alex)
    prepress, production, shipping = (staff_member(role) for role in ("prepress", "production", "shipping"))
    page = prepress.get(f"/staff/orders/{number}").form("/steps").submit("Start checking").follow()
    page.form("/steps").submit("Offer the proof", note="Looks good.")
    moved(act, number, "approve")
    page = production.get(f"/staff/orders/{number}").form("/steps").submit("Start printing").follow()
    page.form("/steps").submit("Ready to ship")
    page = shipping.get(f"/staff/orders/{number}")
    assert page.form("/steps").submit("Mark as shipped").errors() == {"tracking": "Please give the tracking number."}
    assert page.form("/steps").submit("Mark as shipped", tracking="1Z999").status == 303
    order = order_for_staff(number)
    assert (order.state.code, order.jobs[0].tracking) == ("complete", "1Z999")
    assert letters(number)[-1] == "orders/shipped"
    assert "Sam Prepress" in shipping.get(f"/staff/orders/{number}").main


def test_a_colleagues_step_in_between_is_noticed(act: Act, alex: int, staff_member: Staff) -> None:
    number = with_file(act, alex)
    form = staff_member("prepress").get(f"/staff/orders/{number}").form("/steps")
    moved(act, number, "check")
    refused = form.submit("Start checking", note="My words")
    assert refused.status == 422
    assert "changed this order" in refused.main
    assert refused.form("/steps").values()["note"] == "My words\n" or "My words" in refused.main
    assert letters(number) == ["orders/placed"]


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_step_without_the_pages_version_is_refused(act: Act, alex: int, staff_member: Staff, version: str) -> None:
    number = with_file(act, alex)
    form = staff_member("prepress").get(f"/staff/orders/{number}").form("/steps")
    assert form.submit("Start checking", version=version).status == 422


def test_customer_service_holds_releases_and_cancels(act: Act, alex: int, staff_member: Staff) -> None:
    number = with_file(act, alex)
    desk = staff_member("service")
    page = desk.get(f"/staff/orders/{number}")
    assert "note" in page.form("/steps").submit("Put on hold").errors()
    page = page.form("/steps").submit("Put on hold", note="The paper is late.").follow()
    page = page.form("/steps").submit("Release").follow()
    page = page.form("/steps").submit("Cancel the order", note="No such paper.").follow()
    assert "refund due" in page.main
    page = page.form("/steps").submit("The payment is settled", note="Given back at the processor.").follow()
    assert "refund due" not in page.main
    assert letters(number) == ["orders/placed", "orders/on_hold", "orders/cancelled"]


def test_a_note_is_for_colleagues_only(act: Act, alex: int, staff_member: Staff) -> None:
    number = paid(act, alex)
    page = staff_member("production").get(f"/staff/orders/{number}")
    assert page.form("/notes").submit().status == 422
    assert "Ask before noon." in page.form("/notes").submit(words="Ask before noon.").follow().main


def test_opening_a_customers_order_is_on_disk_before_the_answer_and_then_in_the_record(
    app: Flask, act: Act, alex: int, staff_member: Staff
) -> None:
    number = paid(act, alex)
    reader = staff_member("production")
    reader.get(f"/staff/orders/{number}")
    lines = [
        json.loads(line)
        for path in (Path(app.instance_path) / "facts").glob("*.jsonl")
        for line in path.read_text().splitlines()
    ]
    facts = [line for line in lines if line["kind"] == "staff.read"]
    assert [(fact["subject"], fact["staff"]) for fact in facts] == [(f"order:{number}", reader.account_id)]
    done(lambda: app.extensions["shop.folds"]["staff.read"](act, facts))
    row = db.session.execute(text("SELECT actor, subject_ref FROM audit_entry WHERE kind = 'staff.read'")).one()
    assert tuple(row) == (f"staff:{reader.account_id}", f"order:{number}")


def test_an_order_that_does_not_exist_is_not_found(staff_member: Staff) -> None:
    desk = staff_member("administrator")
    for number in (1, 10001, 2**40):
        assert desk.get(f"/staff/orders/{number}").status == 404


def copies(number: int, count: int) -> None:
    """That many more orders like one, quickly."""
    order = dict(db.session.execute(select(PrintOrder.__table__).where(PrintOrder.number == number)).mappings().one())
    job = dict(db.session.execute(select(OrderJob.__table__).where(OrderJob.order_number == number)).mappings().one())
    job.pop("id")
    orders = [{**order, "number": number + n, "nonce": f"copy-{n}"} for n in range(1, count + 1)]
    db.session.add_all([PrintOrder(**values) for values in orders])
    db.session.flush()
    db.session.execute(insert(OrderJob), [{**job, "order_number": number + n} for n in range(1, count + 1)])


def test_the_queue_asks_no_more_at_a_thousand_orders_than_at_one(
    act: Act, alex: int, staff_member: Staff, statements: list[str]
) -> None:
    number = paid(act, alex)
    desk = staff_member("administrator")
    pages = ("/staff/orders", "/staff/orders?state=awaiting-files", "/staff/orders?q=kim", "/staff")

    def asked() -> list[list[str]]:
        found = []
        for page in pages:
            desk.get(page)
            statements.clear()
            desk.get(page)
            found.append(list(statements))
        return found

    before = asked()
    done(lambda: copies(number, 999))
    assert asked() == before
    assert len(shown(desk.get("/staff/orders?state=awaiting-files"))) == 50


def test_the_queue_goes_through_five_hundred_orders_without_losing_one(
    act: Act, alex: int, staff_member: Staff
) -> None:
    number = paid(act, alex)
    done(lambda: copies(number, 499))
    desk = staff_member("service")
    page, seen = desk.get("/staff/orders?state=awaiting-files"), list[int]()
    while True:
        seen += shown(page)
        if not page["a[rel=next]"]:
            break
        page = page.open("Older")
    assert seen == list(range(number + 499, number - 1, -1))


def test_lists_use_an_index(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses a scan for an empty table")
    for sql in (
        "SELECT number FROM print_order WHERE account_id = 1 ORDER BY number DESC LIMIT 21",
        "SELECT order_number FROM order_job WHERE state = 'approved' ORDER BY order_number DESC LIMIT 51",
        "SELECT id FROM order_event WHERE order_number = 10001 ORDER BY id",
        "SELECT count(*) FROM print_order WHERE attention > ''",
    ):
        plan = " ".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
        assert "INDEX" in plan, sql
        assert "SCAN" not in plan, sql
