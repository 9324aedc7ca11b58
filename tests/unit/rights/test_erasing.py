"""An erased person is nowhere but where the answer said; what they stopped stays stopped (P62, P63)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.accounts.service import account_card
from app.artwork.service import sweep_leftovers
from app.audit import service as audit
from app.config import Settings
from app.foundation import jobs, keys
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.foundation.reaching import models
from app.mail.service import SEND
from app.orders.views import order_for_staff
from app.people import service as people
from app.permissions import service as gate
from app.permissions.service import Refused
from app.permissions.subjects import Subject
from app.rights.service import closing, erasing, erasures, fates, holds, objecting
from app.rights.service.holds import Wanted
from app.rights.service.knowing import keys_of
from tests.ordering import open_shop, paid
from tests.unit.rights.erased import WORDS, done, found_in, rows_with, somebody
from tests.unit.rights.erasure_stage import keys_for_the_next_test, quillon

__all__ = ["keys_for_the_next_test", "quillon"]

STAYED = {"print_order", "audit_entry", "permission_event", "outbox_mail", "case_file"}


def erased(act: Act, account_id: int) -> None:
    """The account's erasure, from the asking to the end of the job."""
    keys_ = keys_of(account_card(account_id).person_id)
    done(lambda: erasures.ask(act, keys_))
    jobs.run_now(erasures.JOB)
    jobs.run_now(SEND.name)
    jobs.run_now(erasures.JOB)


def report(account_id: int) -> fates.Erased:
    stored = db.session.execute(text("SELECT report FROM erasure WHERE finished_at IS NOT NULL")).scalar_one()
    return fates.restored(stored if isinstance(stored, list) else json.loads(stored))


def test_an_erased_person_is_in_no_row_any_more(act: Act, quillon: int) -> None:
    assert {"account.name", "identifier.value_key", "print_order.billing"} <= set(rows_with())

    erased(act, quillon)

    assert rows_with() == []


@pytest.mark.usefixtures("quillon")
def test_an_erased_person_is_nowhere_in_the_raw_bytes(app: Flask, act: Act, settings: Settings, quillon: int) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the bytes of a server's files are not ours to read")
    before = found_in(settings)
    assert {"Quillon", "quillon.ferrowick"} <= set(before)

    erased(act, quillon)

    assert found_in(settings) == {}


def test_the_report_names_what_went_and_what_stayed_and_why(act: Act, quillon: int) -> None:
    foreseen = erasing.preview(keys_of(account_card(quillon).person_id))

    erased(act, quillon)

    found = report(quillon)
    assert {line.table for line in foreseen.gone} <= {line.table for line in found.gone}
    assert {line.table for line in found.gone} >= {"account_address", "artwork", "field_value", "identifier"}
    assert {line.table for line in found.kept} >= STAYED
    assert all(line.why and line.left for line in found.kept)
    assert "tax law" in next(line.why for line in found.kept if line.table == "print_order")


def test_the_order_stays_as_the_tax_office_needs_it(act: Act, quillon: int) -> None:
    number = db.session.scalar(text("SELECT number FROM print_order"))
    before = order_for_staff(number)

    erased(act, quillon)

    after = order_for_staff(number)
    assert after.total_cents == before.total_cents
    assert after.jobs[0].name != before.jobs[0].name
    stored = db.session.execute(text("SELECT billing FROM print_order")).scalar_one()
    assert '"MN"' in stored
    assert '"(erased)"' in stored


def test_the_record_keeps_its_chain_and_loses_the_details_that_name_them(act: Act, quillon: int) -> None:
    done(lambda: audit.record(act, "person.made", f"account:{quillon}", words="Quillon Ferrowick"))
    done(audit.seal)

    erased(act, quillon)

    done(audit.seal)
    assert audit.verify(act).breaks == []
    assert "audit_entry.payload" not in rows_with()


def test_what_was_sealed_for_them_can_never_be_read_again(act: Act, quillon: int) -> None:
    owner = f"person:{account_card(quillon).person_id}"
    assert keys.store().key(owner) is not None

    erased(act, quillon)

    keys.store().close()
    assert keys.store().key(owner) is None


def test_their_files_are_gone_from_the_store(act: Act, quillon: int, settings: Settings) -> None:
    assert [path for path in (settings.instance / "files" / "artwork").rglob("*") if path.is_file()]

    erased(act, quillon)

    assert not [path for path in (settings.instance / "files" / "artwork").rglob("*") if path.is_file()]
    done(lambda: list(sweep_leftovers(act)))


def test_somebody_who_shares_name_address_and_telephone_keeps_everything(act: Act, quillon: int) -> None:
    twin = somebody("quillon.twin")
    person_id = account_card(twin).person_id
    before = {field: told.value for field, told in people.standing(person_id).items()}

    erased(act, quillon)

    after = account_card(twin)
    assert (after.name, after.phone) == ("Quillon Ferrowick", "+16125550177")
    assert {field: told.value for field, told in people.standing(person_id).items()} == before
    assert "quillon.ferrowick@example.com" not in " ".join(before.values())


def test_what_they_stopped_stays_stopped_for_a_later_account_with_the_same_address(act: Act, quillon: int) -> None:
    card = account_card(quillon)
    done(lambda: objecting.object_to(act, keys_of(card.person_id), ["site_update"]))

    erased(act, quillon)

    again = account_card(somebody())
    assert (again.user_id, again.person_id != card.person_id) == ("quillon.ferrowick", True)
    subject = Subject(again.person_id, people.email_of(again.person_id))
    refused = done(lambda: gate.ask(act, subject, "site_update", "email"))
    assert isinstance(refused, Refused)
    assert refused.reason == "stopped"
    done(lambda: gate.allow(act, subject, "site_update", "email", "web form"))
    assert not isinstance(done(lambda: gate.ask(act, subject, "site_update", "email")), Refused)


def test_an_open_order_is_finished_first(act: Act, app: Flask) -> None:
    open_shop()
    account_id = somebody()
    number = paid(act, account_id)

    with pytest.raises(Refusal, match=str(number)):
        done(lambda: closing.close(act, account_id))


def test_a_legal_hold_stops_the_erasure_until_it_ends(act: Act, quillon: int) -> None:
    person_id = account_card(quillon).person_id
    wanted = Wanted(Subject(person_id), "A court asked for it.", "legal:7", act.at + timedelta(days=30))
    number = done(lambda: holds.open_hold(act, wanted))

    erased(act, quillon)

    assert account_card(quillon).name == "Quillon Ferrowick"
    done(lambda: holds.end_hold(act, number))
    jobs.run_now(erasures.JOB)
    jobs.run_now(SEND.name)
    jobs.run_now(erasures.JOB)
    assert account_card(quillon).name == "(erased)"


def test_an_erasure_that_is_done_twice_changes_nothing_more(act: Act, quillon: int) -> None:
    person_id = account_card(quillon).person_id
    erased(act, quillon)

    again = done(lambda: erasing.erase(act, keys_of(person_id)))

    assert again.gone == ()
    assert rows_with() == []


def test_the_last_mail_goes_out_before_its_address_is_gone(act: Act, quillon: int) -> None:
    person_id = account_card(quillon).person_id
    done(lambda: erasures.ask(act, keys_of(person_id)))

    jobs.run_now(erasures.JOB)

    assert account_card(quillon).name == "Quillon Ferrowick"
    assert db.session.scalar(text("SELECT count(*) FROM outbox_mail WHERE template = 'rights/erased'")) == 1


def test_a_last_mail_that_cannot_go_out_holds_nothing_up_for_long(act: Act, quillon: int) -> None:
    done(lambda: erasures.ask(act, keys_of(account_card(quillon).person_id)))
    jobs.run_now(erasures.JOB)

    later = replace(act, at=act.at + timedelta(hours=25))
    for _step in erasures.carry_on(later):
        db.session.commit()

    assert account_card(quillon).name == "(erased)"


def test_every_table_about_people_says_what_becomes_of_it() -> None:
    unknown = set(fates.FATES) - set(models())
    assert unknown == set()
    for name, fate in fates.FATES.items():
        named = fate.values if isinstance(fate, fates.Masked) else [fate.files] if getattr(fate, "files", "") else []
        assert set(named) <= set(models()[name].__table__.columns.keys()), name


def test_words_that_are_looked_for_are_really_told(quillon: int, settings: Settings) -> None:
    """A search that finds nothing beforehand would prove nothing afterwards."""
    assert "wedding of Zephyrine" in WORDS
    assert "order_job.name" in rows_with(["wedding of Zephyrine"])
