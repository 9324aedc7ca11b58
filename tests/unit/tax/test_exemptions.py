"""Tax exemption certificates: which file is taken, when one counts, and what becomes of it."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.foundation import clock, files, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.tax import exemption_files, exemption_views, exemptions
from app.tax import service as tax
from app.tax.exemptions import Certificate
from tests.certificates import PDF, sent
from tests.ordering import done
from tests.people import new_account

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40


@pytest.fixture
def alex(app: Flask) -> int:
    return new_account("alex.kim", "Alex Kim")


def today(act: Act) -> date:
    return clock.central(act.at).date()


def checked(act: Act, account_id: int, **changes: Any) -> int:
    number = sent(act, account_id, **changes)
    done(lambda: exemptions.check(act, number))
    return number


def stored() -> list[str]:
    return files.store().keys("exemptions")


def letters() -> list[str]:
    return list(db.session.scalars(text("SELECT template FROM outbox_mail WHERE template LIKE 'tax/%' ORDER BY id")))


def test_only_a_checked_certificate_makes_an_order_free_of_tax(act: Act, alex: int) -> None:
    number = sent(act, alex)
    assert tax.exemption(alex, "MN", act.at) is None
    done(lambda: exemptions.check(act, number))
    held = tax.exemption(alex, "mn", act.at)
    assert held is not None
    assert held.ref == f"exemption:{number}"
    assert held.label == f"No Minnesota sales tax: exemption certificate {number}"
    assert tax.exemption(alex, "IA", act.at) is None
    assert tax.exemption(new_account("robin", "Robin Vale"), "MN", act.at) is None
    assert letters() == ["tax/exemption_checked"]


def test_it_counts_on_the_days_that_it_names_in_central_time(act: Act, alex: int) -> None:
    first = today(act) + timedelta(days=2)
    checked(act, alex, first_day=first, last_day=first + timedelta(days=1))
    noon = clock.central(act.at).replace(hour=12)
    held = [tax.exemption(alex, "MN", noon + timedelta(days=days)) is not None for days in range(6)]
    assert held == [False, False, True, True, False, False]


def test_a_refused_one_never_counts_and_the_customer_is_told_why(act: Act, alex: int) -> None:
    number = sent(act, alex)
    done(lambda: exemptions.refuse(act, number, "It is not signed."))
    assert tax.exemption(alex, "MN", act.at) is None
    assert letters() == ["tax/exemption_refused"]
    line = exemption_views.line(number, act.at)
    assert (line.standing, line.reason) == ("refused", "It is not signed.")
    for verb in (lambda: exemptions.check(act, number), lambda: exemptions.refuse(act, number, "Again.")):
        with pytest.raises(Refusal, match="decided about"):
            work.unit(verb)


def test_one_that_replaces_another_takes_over_only_when_it_is_checked(act: Act, alex: int) -> None:
    old = checked(act, alex)
    new = sent(act, alex, replaces=old)
    assert tax.exemption(alex, "MN", act.at).ref == f"exemption:{old}"  # type: ignore[union-attr]  # it is there
    done(lambda: exemptions.check(act, new))
    assert tax.exemption(alex, "MN", act.at).ref == f"exemption:{new}"  # type: ignore[union-attr]  # it is there
    assert [line.standing for line in exemption_views.of_account(alex, act.at)] == ["in force", "withdrawn"]


def test_withdrawing_deletes_what_nobody_checked_and_keeps_the_evidence_of_the_rest(act: Act, alex: int) -> None:
    unchecked = sent(act, alex, state="IA")
    done(lambda: exemptions.withdraw(act, alex, unchecked))
    assert stored() == []
    with pytest.raises(Missing):
        exemption_views.line(unchecked, act.at)
    number = checked(act, alex)
    for _ in range(2):
        done(lambda: exemptions.withdraw(act, alex, number))
    assert tax.exemption(alex, "MN", act.at) is None
    assert exemption_views.line(number, act.at).standing == "withdrawn"
    assert len(stored()) == 1


def test_nobody_reaches_the_certificate_of_somebody_else(act: Act, alex: int) -> None:
    number, robin = sent(act, alex), new_account("robin", "Robin Vale")
    for verb in (
        lambda: exemptions.withdraw(act, robin, number),
        lambda: exemptions.send(act, robin, Certificate("MN", "1", today(act), None), BytesIO(PDF), number),
    ):
        with pytest.raises(Missing):
            work.unit(verb)
    with pytest.raises(Missing):
        exemption_views.line(number, act.at, robin)


@pytest.mark.parametrize(("data", "kind"), [(PDF, "pdf"), (PNG, "png"), (JPEG, "jpeg")])
def test_a_file_is_known_by_its_content_and_kept_under_a_name_of_ours(
    act: Act, alex: int, data: bytes, kind: str
) -> None:
    number = sent(act, alex, data=data)
    assert exemption_views.line(number, act.at).file_name == f"certificate-{number}.{kind}"
    folder = exemption_views.folder_of(number)
    assert folder.startswith(f"exemptions/{alex}/")
    assert b"".join(exemption_files.pieces(folder)) == data


@pytest.mark.parametrize("data", [b"", b"<html>", b"GIF89a", b"MZ\x90", b" %PDF-1.7"])
def test_other_files_are_refused_and_nothing_of_them_stays(act: Act, alex: int, data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        sent(act, alex, data=data)
    assert caught.value.field == "certificate"
    assert stored() == []


def test_too_large_a_file_is_refused_and_nothing_of_it_stays(act: Act, alex: int) -> None:
    with pytest.raises(Refusal, match="larger than 10 MB"):
        sent(act, alex, data=PDF + b"\0" * (10 * 1024 * 1024))
    assert stored() == []


def test_one_that_is_over_is_not_taken(act: Act, alex: int) -> None:
    with pytest.raises(Refusal, match="ended already"):
        sent(act, alex, first_day=date(2020, 1, 1), last_day=date(2020, 12, 31))


def test_owners_hear_of_the_end_once_and_not_when_the_next_one_is_here(act: Act, alex: int, run_job: Any) -> None:
    soon = today(act) + timedelta(days=rules.whole(exemption_views.NOTICE))
    checked(act, alex, last_day=soon + timedelta(days=1))
    run_job("tend-exemptions")
    assert "tax/exemption_ends" not in letters()
    ending = checked(act, alex, state="IA", last_day=soon)
    followed = checked(act, alex, state="WI", last_day=soon)
    sent(act, alex, state="WI", replaces=followed)
    for _ in range(2):
        run_job("tend-exemptions")
    assert letters().count("tax/exemption_ends") == 1
    assert db.session.scalars(text("SELECT id FROM tax_exemption WHERE ending_told_at IS NOT NULL")).all() == [ending]


def test_files_that_no_certificate_names_are_removed(act: Act, alex: int) -> None:
    sent(act, alex)
    for place in ("20200101-stray", f"{act.at:%Y%m%d}-young"):
        files.store().put(f"exemptions/{alex}/{place}", BytesIO(PDF), 1000)
    assert exemption_files.remove_strays(act) == 1
    assert len(stored()) == 2


def test_the_number_rests_sealed(act: Act, alex: int) -> None:
    number = sent(act, alex)
    assert exemption_views.line(number, act.at).number == "ST3-1234"
    resting = db.session.execute(text("SELECT number, reason FROM tax_exemption")).one()
    assert "ST3" not in resting.number
