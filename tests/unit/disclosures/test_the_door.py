"""Nothing leaves that is not written down first, and nothing goes along that was not named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.disclosures import egress
from app.disclosures.egress import Call, Parcel, SupplierSilent
from app.disclosures.models import Disclosure, OutboundCall, Vendor
from app.disclosures.service import suppliers
from app.disclosures.service.ledger import Entry, SupplierShut
from app.foundation import work
from app.foundation.acts import Act
from app.foundation.database import db
from tests.practice_processor.running import in_a_thread
from tests.suppliers import register


@dataclass
class Supplier:
    """A supplier that keeps what it is sent, and what stood in the ledger when that came."""

    app: Flask
    url: str = ""
    answer: bytes = b'{"taken": true}'
    status: int = 200
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    ledger_then: list[list[str]] = field(default_factory=list)

    def take(self, headers: dict[str, str], body: bytes) -> None:
        with self.app.app_context():
            rows = db.session.execute(
                select(OutboundCall.state).join(Disclosure, Disclosure.call_id == OutboundCall.id)
            )
            self.ledger_then.append([row.state for row in rows])
        self.asked.append((headers, body))


@pytest.fixture
def supplier(app: Flask) -> Iterator[Supplier]:
    taking = Supplier(app)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taking.take(
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(int(self.headers["Content-Length"])),
            )
            self.send_response(taking.status)
            self.send_header("Set-Cookie", "follow=me")
            self.send_header("Content-Length", str(len(taking.answer)))
            self.end_headers()
            self.wfile.write(taking.answer)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    taking.url = f"http://127.0.0.1:{server.server_port}"
    with in_a_thread(server):
        register(replace(app.extensions["shop.settings"], processor_url=taking.url))
        yield taking


def a_call(supplier: Supplier, /, **changes: Any) -> Call:
    values: dict[str, Any] = {
        "supplier": "card-processor",
        "kind": "test",
        "subject_ref": "order:10001",
        "method": "POST",
        "url": f"{supplier.url}/v1/tests",
        "key": "key-1",
        "ground": "card",
        "person": "account:17",
        "fields": {"amount": "amount"},
        "body": {"amount": 5114},
    }
    return Call(**(values | changes))


def calls() -> list[OutboundCall]:
    rows = list(db.session.scalars(select(OutboundCall).order_by(OutboundCall.id)))
    db.session.rollback()
    return rows


def test_the_ledger_says_so_before_anything_leaves_and_the_result_is_recorded_after(
    act: Act, supplier: Supplier
) -> None:
    answer = egress.call(act, a_call(supplier))
    assert (answer.status, answer.body) == (200, {"taken": True})
    assert supplier.ledger_then == [["intended"]]
    [row] = calls()
    assert (row.state, row.status, row.payload) == ("answered", 200, None)


def test_no_cookie_goes_out_and_none_that_came_back_goes_out_later(act: Act, supplier: Supplier) -> None:
    egress.call(act, a_call(supplier))
    egress.call(act, a_call(supplier, key="key-2"))
    for headers, _ in supplier.asked:
        assert {"cookie", "referer"}.isdisjoint(headers)
        assert set(headers) <= {
            "accept-encoding",
            "authorization",
            "content-length",
            "content-type",
            "host",
            "idempotency-key",
            "user-agent",
        }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"supplier": "list-broker"}, "not in the register"),
        ({"ground": "a friend asked"}, "no ground"),
        ({"url": "http://127.0.0.1:9/v1"}, "not a host of"),
        ({"url": "https://example.com/v1"}, "not a host of"),
        ({"fields": {"amount": "religion"}}, "may not be given: religion"),
        ({"body": {"amount": 1, "telephone": "+1"}}, "what kind of data this is: telephone"),
        ({"body": {}, "fields": {}}, "must be named"),
        ({"fields": {"amount": ""}}, "must be named"),
    ],
)
def test_what_cannot_be_recorded_cannot_be_sent(
    act: Act, supplier: Supplier, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(PermissionError, match=words):
        egress.call(act, a_call(supplier, **changes))
    assert supplier.asked == []
    assert calls() == []


def test_nothing_hides_in_the_address(act: Act, supplier: Supplier) -> None:
    with pytest.raises(PermissionError, match="stands in the body"):
        egress.call(act, a_call(supplier, url=f"{supplier.url}/v1?email=kim@example.com"))
    assert supplier.asked == []


def test_an_empty_part_counts_as_nothing_told(act: Act, supplier: Supplier) -> None:
    body = {"amount": 5114, "customer": ""}
    egress.call(act, a_call(supplier, body=body, fields={"amount": "amount", "customer": "customer reference"}))
    assert db.session.scalars(select(Disclosure)).one().fields == ["amount"]


def test_a_repeat_under_the_same_key_is_the_same_disclosure(act: Act, supplier: Supplier) -> None:
    egress.call(act, a_call(supplier))
    egress.call(act, a_call(supplier))
    assert [(row.state, row.tries) for row in calls()] == [("answered", 2)]
    assert len(db.session.scalars(select(Disclosure)).all()) == 1


def test_a_key_never_stands_for_two_things(act: Act, supplier: Supplier) -> None:
    egress.call(act, a_call(supplier))
    with pytest.raises(RuntimeError, match="another key"):
        egress.call(act, a_call(supplier, body={"amount": 1}))
    assert len(supplier.asked) == 1


@pytest.mark.parametrize(("status", "answer"), [(500, b"{}"), (200, b"<html>")])
def test_an_answer_that_is_none_is_a_silence(act: Act, supplier: Supplier, status: int, answer: bytes) -> None:
    supplier.status, supplier.answer = status, answer
    with pytest.raises(SupplierSilent, match="Our card processor does not answer"):
        egress.call(act, a_call(supplier))
    assert [row.state for row in calls()] == ["silent"]


def test_a_shut_door_sends_nothing_and_keeps_what_waits_for_staff(act: Act, supplier: Supplier) -> None:
    number = db.session.scalars(select(Vendor.id)).one()
    work.unit(lambda: suppliers.shut(act, number, "They sold a list."))
    for _ in range(2):
        with pytest.raises(SupplierShut, match="has to wait"):
            work.unit(lambda: egress.call(act, a_call(supplier)))
    assert supplier.asked == []
    assert [(row.state, row.subject_ref) for row in calls()] == [("refused", "order:10001")]
    assert db.session.scalar(select(Disclosure.id)) is None
    statement = suppliers.Statement("Cora", (act.at - timedelta(days=2)).date())
    work.unit(lambda: suppliers.attest(act, number, statement))
    egress.call(act, a_call(supplier))
    assert [row.state for row in calls()] == ["answered"]
    assert len(db.session.scalars(select(Disclosure)).all()) == 1


def test_whatever_is_handed_over_goes_through_the_same_door(act: Act, supplier: Supplier) -> None:
    entry = Entry("card-processor", "card", "account:17", "order:10001", ("amount",), b"5114", permit_id=7)
    parcel = Parcel(entry, "by hand", supplier.url.removeprefix("http://"), "key-9")

    def fails() -> int:
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        egress.hand_over(act, parcel, fails, lambda status: status)
    assert [row.state for row in calls()] == ["silent"]
    assert egress.hand_over(act, parcel, lambda: 250, lambda status: status) == 250
    assert [(row.state, row.status) for row in calls()] == [("answered", 250)]
    assert db.session.scalars(select(Disclosure.permit_id)).one() == 7
