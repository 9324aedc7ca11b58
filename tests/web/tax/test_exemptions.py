"""Tax exemption certificates: a customer sends one, staff look at it."""

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
HERE, DESK = "/account/tax-exemptions", "/staff/tax-exemptions"
PDF = b"%PDF-1.7\n%%EOF\n"
FILE = ("../../ST3 <script>.html", PDF)


def send(customer: SignedIn, **given: object) -> None:
    form = customer.get("/account/billing").open("exemption certificate").open("Send a certificate").form("/new")
    values = {"state": "MN", "number": "ST3-1234", "first_day": "2026-01-01", "certificate": FILE}
    answer = form.submit(**values | given)
    assert answer.status == 303, answer.errors()


def test_it_is_sent_checked_and_shown_to_its_owner(customer: SignedIn, staff_member: Staff) -> None:
    send(customer)
    page = customer.get(HERE)
    assert "Minnesota" in page.main
    assert "Orders are taxed until then" in page.main
    desk = staff_member("service")
    queue = desk.get(DESK)
    assert "An accountant checks these" in queue.main
    one = queue.open("Certificate 1")
    assert "ST3-1234" in one.main
    assert "holds" in one.form("/check").submit().follow().main
    assert "in force" in customer.get(HERE).main
    assert "Nothing waits" in desk.get(DESK).main
    assert "by Sam Service" in desk.get(f"{DESK}/1").main


def test_it_is_refused_with_a_reason_that_the_customer_reads(customer: SignedIn, staff_member: Staff) -> None:
    send(customer)
    desk = staff_member("service")
    page = desk.get(f"{DESK}/1").form("/refusal").submit(reason="")
    assert page.status == 422
    assert "reason" in page.errors()
    assert page.form("/refusal").submit(reason="The signature is missing.").status == 303
    page = customer.get(HERE)
    assert "The signature is missing." in page.main
    page = page.open("Send another in its place")
    form = page.form("/replacement")
    assert (form.values()["state"], form.values()["number"]) == ("MN", "ST3-1234")
    assert form.submit(first_day="2026-01-01", certificate=FILE).status == 303
    assert "certificate 1" in desk.get(f"{DESK}/2").main


def test_what_is_wrong_stands_beside_its_field(customer: SignedIn) -> None:
    form = customer.get(f"{HERE}/new").form("/new")
    page = form.submit(state="", number="", first_day="soon", certificate=None)
    assert page.status == 422
    assert set(page.errors()) == {"state", "number", "first_day", "certificate"}
    page = form.submit(state="MN", number="7", first_day="2026-02-01", last_day="2026-01-01", certificate=FILE)
    assert "before the first" in page.errors()["last_day"]
    page = form.submit(state="MN", number="7", first_day="2026-02-01", certificate=("a.pdf", b"<html>"))
    assert "PDF" in page.errors()["certificate"]
    assert page.form("/new").values()["number"] == "7"


def test_each_field_says_what_it_is_for(customer: SignedIn) -> None:
    page = customer.get(f"{HERE}/new")
    for name in ("state", "number", "first_day", "last_day", "certificate"):
        assert page[f"#{name}-purpose"], name
    assert page["a[href='/privacy-policy#registering']"]


def test_the_file_is_never_shown_inline_and_never_under_the_name_that_was_typed(
    customer: SignedIn, staff_member: Staff
) -> None:
    send(customer)
    for answer in (customer.get(f"{HERE}/1/file"), staff_member("service").get(f"{DESK}/1/file")):
        headers = answer.response.headers
        assert answer.response.data == PDF
        assert headers["Content-Disposition"] == 'attachment; filename="certificate-1.pdf"'
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]


def test_nobody_else_reaches_it(customer: SignedIn, other_customer: SignedIn, staff_member: Staff) -> None:
    send(customer)
    for path in ("/1/file", "/1/replacement", "/99999999999/file"):
        assert other_customer.get(HERE + path).status == 404
    form = customer.get(HERE).form("/withdrawal")
    assert (
        other_customer.post(form.action, other_customer.get("/account/billing").form("/billing").values()).status == 404
    )
    assert customer.get(DESK).status == 403
    assert staff_member("production").get(f"{DESK}/1").status == 403


def test_withdrawing_it_is_one_button(customer: SignedIn) -> None:
    send(customer)
    page = customer.get(HERE).form("/withdrawal").submit().follow()
    assert "No certificate yet" in page.main


def test_opening_one_is_recorded(
    customer: SignedIn, staff_member: Staff, app: Flask, run_job: Callable[[str], None]
) -> None:
    send(customer)
    desk = staff_member("service")
    desk.get(f"{DESK}/1")
    desk.get(f"{DESK}/1/file")
    facts = [path.read_text() for path in (Path(app.instance_path) / "facts").glob("*.jsonl")]
    lines = [json.loads(line) for line in "".join(facts).splitlines()]
    read = [(line["exemption"], line["what"], line["staff"]) for line in lines if line["kind"] == "exemption.read"]
    assert read == [(1, "page", desk.account_id), (1, "file", desk.account_id)]
    run_job("fold-facts")
