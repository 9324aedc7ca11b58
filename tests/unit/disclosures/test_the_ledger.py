"""What has no ground cannot be recorded; what is recorded is never changed; the person sees it all, when it may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.audit.models import AuditEntry
from app.disclosures.models import Disclosure
from app.disclosures.service import ledger
from app.disclosures.service.ledger import Entry
from app.foundation import clock, rules, work
from app.foundation.acts import Act
from app.foundation.database import db

Make = Callable[..., Entry]
pytestmark = pytest.mark.usefixtures("registered")


def recorded(act: Act, entry: Entry) -> int:
    made: list[int] = []
    work.unit(lambda: made.append(ledger.record(act, entry)))
    return made[0]


def test_a_disclosure_keeps_who_why_what_and_a_digest_but_no_value(act: Act, entry: Make) -> None:
    row = db.session.get_one(Disclosure, recorded(act, entry(payload=b"the secret value")))
    assert (row.recipient, row.ground, row.person_ref, row.case_ref) == (
        "card-processor",
        "card",
        "account:17",
        "order:10001",
    )
    assert (row.fields, row.count, row.policy_version, row.at) == (["amount"], 1, 1, act.at)
    assert len(row.payload_sha256) == 64
    assert "secret" not in str({column.name: getattr(row, column.name) for column in Disclosure.__table__.columns})


def test_each_disclosure_has_exactly_one_audit_entry(act: Act, entry: Make) -> None:
    numbers = [recorded(act, entry()) for _ in range(3)]
    refs = db.session.scalars(
        select(AuditEntry.subject_ref).where(AuditEntry.kind == "disclosure.recorded").order_by(AuditEntry.id)
    )
    assert list(refs) == [f"disclosure:{number}" for number in numbers]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground": "a partner wants it"}, "no ground"),
        ({"ground": ""}, "no ground"),
        ({"recipient": "list-broker"}, "not in the register of suppliers"),
        ({"ground": "ship"}, "nothing on the ground"),
        ({"ground": "supplier"}, "nothing on the ground"),
        ({"fields": ("amount", "telephone")}, "may not be given: telephone"),
        ({"fields": ()}, "must be named"),
        ({"ground": "subsidiary", "recipient": "Sister Company"}, "counts as outside"),
        ({"ground": "legal", "recipient": "A court", "case_ref": ""}, "needs its case"),
        ({"ground": "enforce", "recipient": "A court", "case_ref": ""}, "needs its case"),
    ],
)
def test_what_has_no_ground_cannot_be_recorded(act: Act, entry: Make, changes: dict[str, object], words: str) -> None:
    with pytest.raises(PermissionError, match=words):
        recorded(act, entry(**changes))
    assert db.session.scalar(select(Disclosure.id)) is None


def test_the_database_itself_knows_the_grounds(act: Act, entry: Make) -> None:
    number = recorded(act, entry())
    columns = "at, recipient, person_ref, case_ref, fields, count, payload_sha256, visible_from"
    with pytest.raises(IntegrityError):
        db.session.execute(
            text(
                f"INSERT INTO disclosure (id, ground, {columns}) "
                f"SELECT id + 1, 'sold', {columns} FROM disclosure WHERE id = :id"
            ),
            {"id": number},
        )


@pytest.mark.parametrize(
    "change", ["ground = 'supplier'", "recipient = 'nobody'", "fields = '[]'", "person_ref = ''", "count = 9"]
)
def test_the_database_refuses_to_change_what_was_disclosed(act: Act, entry: Make, change: str) -> None:
    recorded(act, entry())
    with pytest.raises(DBAPIError, match="a disclosure is never changed"):
        db.session.execute(text(f"UPDATE disclosure SET {change}"))


def test_a_ban_on_telling_may_be_moved(app: Flask, act: Act, entry: Make) -> None:
    number = recorded(act, entry())
    later = act.at + timedelta(days=1)
    work.unit(lambda: setattr(db.session.get_one(Disclosure, number), "visible_from", later))
    assert ledger.of_person(["account:17"], act.at) == []


def test_a_subsidiary_that_is_named_counts_as_inside_and_is_written_down_all_the_same(act: Act, entry: Make) -> None:
    lines = ["Sister Company: large prints"]
    work.unit(lambda: rules.set_value(act, "company.subsidiaries", lines, clock.now(), "a test"))
    recorded(act, entry(ground="subsidiary", recipient="Sister Company", fields=("name", "address")))
    (line,) = ledger.of_person(["account:17"], clock.now())
    assert (line.recipient, line.clause) == ("Sister Company", "subsidiaries")


def test_the_person_sees_repeats_folded_with_first_last_and_count(act: Act, entry: Make) -> None:
    hours = [timedelta(hours=number) for number in range(3)]
    for later in hours:
        recorded(replace(act, at=act.at + later), entry())
    recorded(act, entry(fields=("amount", "order number")))
    lines = ledger.of_person(["account:17"], act.at + timedelta(days=1))
    assert [(line.fields, line.count, line.first, line.last) for line in lines] == [
        (("amount",), 3, act.at, act.at + hours[2]),
        (("amount", "order number"), 1, act.at, act.at),
    ]
    assert (lines[0].recipient, lines[0].why) == ("Practice Card Processor", "to bill your order")


def test_another_persons_disclosures_are_not_shown(act: Act, entry: Make) -> None:
    recorded(act, entry(person="account:18"))
    assert ledger.of_person(["account:17"], act.at) == []


def test_a_disclosure_under_a_ban_appears_by_itself_when_the_ban_ends(act: Act, entry: Make) -> None:
    end = act.at + timedelta(days=90)
    recorded(act, entry(ground="legal", recipient="District court", fields=("name",), visible_from=end))
    assert ledger.of_person(["account:17"], end - timedelta(seconds=1)) == []
    (line,) = ledger.of_person(["account:17"], end)
    assert (line.recipient, line.clause) == ("District court", "legal-disclosure")
