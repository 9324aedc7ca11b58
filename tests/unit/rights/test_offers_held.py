"""Codes that were used and tax certificates that were sent: in the answer to their person, and after an erasure."""

from datetime import date, timedelta
from io import BytesIO

from flask import Flask
from sqlalchemy import text

from app.accounts.service import account_card
from app.foundation import clock, files, jobs
from app.foundation.acts import Act
from app.foundation.database import db
from app.promotions import service as promotions
from app.promotions.service import Discount, Wanted
from app.rights.holdings import Group
from app.rights.service import batches, erasures, gathering
from app.rights.service.knowing import keys_of
from app.tax import exemption_views, exemptions
from app.tax.exemptions import Certificate
from tests.unit.rights.erased import done, somebody
from tests.unit.rights.erasure_stage import keys_for_the_next_test

__all__ = ["keys_for_the_next_test"]
PDF = b"%PDF-1.7\n%%EOF\n"


def certificate(act: Act, account_id: int, state: str) -> int:
    told = Certificate(state, f"ST3-{state}-1234", date(2026, 1, 1), None)
    number: int = done(lambda: exemptions.send(act, account_id, told, BytesIO(PDF)))
    return number


def held(account_id: int) -> dict[str, Group]:
    keys = keys_of(account_card(account_id).person_id)
    return {group.name: group for group in gathering.gather(keys).groups}


def test_the_answer_shows_each_code_that_was_used_and_each_certificate_with_its_file(app: Flask, act: Act) -> None:
    quillon = somebody()
    certificate(act, quillon, "MN")
    done(lambda: promotions.make(act, Wanted("SPRING26", "Spring offer", 10, None, act.at - timedelta(days=1))))
    done(lambda: promotions.redeem(act, Discount("SPRING26", "Spring offer", 511), quillon, "order:10001"))
    groups = held(quillon)
    used = {item.what: item.text for item in groups["promotion_redemption"].records[0].items}
    assert used == {"the code": "SPRING26", "what it took off": "$5.11"}
    told = {item.what: item.text for item in groups["tax_exemption"].records[0].items}
    assert (told["number on the certificate"], told["state"]) == ("ST3-MN-1234", "MN")
    assert groups["files/exemptions"].count == 1


def test_after_an_erasure_only_a_checked_certificate_stays_without_its_number(app: Flask, act: Act) -> None:
    quillon = somebody()
    kept, gone = certificate(act, quillon, "MN"), certificate(act, quillon, "IA")
    done(lambda: exemptions.check(act, kept))
    keys = keys_of(account_card(quillon).person_id)
    done(lambda: erasures.ask(act, keys))
    for job in (erasures.JOB, "send-mail", erasures.JOB):
        jobs.run_now(job)
    rows = db.session.execute(
        text("SELECT id, number, refused_at IS NULL, over_at IS NULL FROM tax_exemption ORDER BY id")
    )
    found = [(number, sealed, bool(open_), bool(endless)) for number, sealed, open_, endless in rows]
    assert found == [(kept, "", True, False), (gone, "", False, True)]
    assert exemption_views.line(kept, clock.now()).number == ""
    hand = batches.HANDS["tax_exemption/retention.exemption-days"]
    done(lambda: hand(act, [gone]))
    assert len(files.store().keys("exemptions")) == 1
