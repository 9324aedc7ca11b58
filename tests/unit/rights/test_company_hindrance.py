"""Whoever alone leads a company that others belong to hands it over before their account goes."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.companies import service as companies
from app.companies.service import Place
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Refusal
from app.rights.service import closing, erasing, erasures
from app.rights.service.knowing import keys_of
from tests.companies import by, lakeside, member
from tests.ordering import done


def person_of(account_id: int) -> int:
    found: int = db.session.scalar(text("SELECT person_id FROM account WHERE id = :id"), {"id": account_id})
    return found


def test_the_only_administrator_reads_what_to_do_first_and_then_may_go(app: Flask, act: Act) -> None:
    people = lakeside()
    owner = people.administrator
    for verb in (
        lambda: closing.close(act, owner),
        lambda: erasures.ask(act, keys_of(person_of(owner))),
    ):
        with pytest.raises(Refusal, match="You alone administer Lakeside Design"):
            done(verb)
    one = member(people, "approver")
    done(lambda: companies.change(by(owner), owner, one.id, Place("administrator"), one.version))
    assert done(lambda: closing.close(act, owner)) > act.at


def test_whoever_is_alone_in_their_company_or_does_not_lead_it_may_go(app: Flask, act: Act) -> None:
    people = lakeside()
    assert done(lambda: closing.close(act, people.buyer)) > act.at
    done(lambda: companies.close(by(people.administrator), people.administrator))
    done(lambda: companies.open_company(by(people.administrator), people.administrator, companies.Rules("Alone")))
    assert done(lambda: closing.close(act, people.administrator)) > act.at


def test_an_erasure_takes_the_membership_and_leaves_the_company_to_the_others(app: Flask, act: Act) -> None:
    people = lakeside()
    owner, one = people.administrator, member(people, "approver")
    done(lambda: companies.change(by(owner), owner, one.id, Place("administrator"), one.version))
    done(lambda: erasing.erase(act, keys_of(person_of(owner))))
    assert companies.standing(owner) is None
    left = companies.standing(people.approver)
    assert left is not None
    assert left.name == "Lakeside Design"
    assert db.session.scalar(text("SELECT opened_by FROM company")) == ""
