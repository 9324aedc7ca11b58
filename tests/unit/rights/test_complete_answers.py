"""The proof that answers are complete: it finds what is left out, what is somebody else's, and what nobody declared."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.config import Settings, load_settings
from app.foundation import clock, inventory, work
from app.foundation.acts import Act, Actor
from app.foundation.database import db, dispose
from app.foundation.inventory import Personal, Store, not_personal
from app.foundation.retention import Lasting
from app.policy import live_values
from app.policy import service as policy
from app.rights import answers, proof, scratch
from app.rights.service import completeness, gathering, marking, scanning, searching
from app.rights.service.completeness import Outcome
from tests.conftest import TEST_SETTINGS, Stage, make_schema


@pytest.fixture
def scratch_shop(tmp_path: Path, shop: Flask, stage: Stage) -> Iterator[Flask]:
    """A shop of its own, with nothing in it but version 1 of its policy."""
    made: Settings = load_settings({}, instance=tmp_path / "instance", **TEST_SETTINGS)
    app = create_app(made)
    with app.app_context():
        if stage.template.exists():
            shutil.copy(stage.template, made.instance / "shop.sqlite")
        else:
            make_schema(app)
        act = Act(Actor("command", "test"), clock.now())
        work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor") and None)
        yield app
        db.session.remove()
        dispose()


def about(found: Outcome, place: str) -> list[str]:
    """What the proof says about a place."""
    return [sentence for sentence in found.missing + found.foreign if sentence.startswith(place)]


def test_every_mark_is_in_the_answer_or_withheld_with_a_reason(scratch_shop: Flask) -> None:
    found = proof.prove(scratch_shop)
    assert (found.missing, found.foreign) == ((), ())
    assert found.good
    assert found.exported + found.withheld == found.markers > len(list(inventory.mapped_tables()))
    assert found.withheld


def test_every_personal_column_of_every_table_is_marked(scratch_shop: Flask) -> None:
    made: list[marking.Marked] = []
    act = Act(Actor("command", "test"), clock.now(), 1)
    work.unit(lambda: made.append(marking.mark_everything(act)))
    declared = {
        f"{table.name}.{column.name}"
        for _, table in inventory.mapped_tables()
        for column in table.columns
        if isinstance(column.info.get("inventory"), Personal)
    }
    assert {mark.place for mark in made[0].marks} == declared
    assert len([mark for mark in made[0].marks if mark.words]) > 0.7 * len(declared)


def test_a_table_taken_out_of_the_exporter_is_missed(scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gathering.of_table

    def partly(*given: Any) -> Any:
        group = whole(*given)
        return replace(group, records=()) if group.name == "account_address" else group

    monkeypatch.setattr(gathering, "of_table", partly)
    found = proof.prove(scratch_shop)
    assert not found.good
    assert "account_address.line1: it is held, and not in the answer." in found.missing


def test_a_source_that_does_not_report_ends_the_proof(scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gathering._groups
    monkeypatch.setattr(gathering, "_groups", lambda asked: (group for group in whole(asked) if group.name != "device"))
    found = proof.prove(scratch_shop)
    assert not found.good
    assert "Not in the answer: device." in found.missing


def test_a_store_without_a_report_ends_the_proof(scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(searching.WAYS, "instance/mail")
    found = proof.prove(scratch_shop)
    assert about(found, "Nothing reports for the store instance/mail.")


def test_a_store_that_reports_nothing_of_what_it_holds_is_missed(
    scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(searching.WAYS, "instance/mail", lambda _asked, _store: searching.Found())
    assert about(proof.prove(scratch_shop), "instance/mail: it is held, and not in the answer.")


def test_a_column_declared_withheld_without_a_reason_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="needs its reason"):
        inventory.personal("contact", clause="registering", export="withheld")


def test_a_column_withheld_without_a_reason_all_the_same_ends_the_proof(
    scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = inventory.Base.metadata.tables["account"].columns["password_hash"]
    monkeypatch.setitem(column.info, "inventory", replace(column.info["inventory"], reason=""))
    found = proof.prove(scratch_shop)
    assert about(found, "account.password_hash")


def test_a_column_declared_not_personal_that_holds_something_is_found(
    scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = inventory.Base.metadata.tables["device"].columns["browser"]
    whole = proof._judged

    def judged(*given: Any) -> Outcome:
        monkeypatch.setitem(column.info, "inventory", not_personal("said to be nothing")["inventory"])
        return whole(*given)

    monkeypatch.setattr(proof, "_judged", judged)
    found = proof.prove(scratch_shop)
    assert about(found, "device.browser: it is declared not to be personal, and it holds something about somebody.")


def test_a_store_that_nobody_declared_is_found_by_its_bytes(
    scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = proof._visit
    diary = Path(scratch_shop.instance_path) / "diary"

    def visit(app: Flask, person: marking.Marked, network: str) -> None:
        whole(app, person, network)
        diary.mkdir(exist_ok=True)
        (diary / "today").write_text(f"seen: {sorted(person.words)[0]}")

    monkeypatch.setattr(proof, "_visit", visit)
    found = proof.prove(scratch_shop)
    assert about(found, "instance/diary: it holds something about somebody, and nobody declared it.")


def test_a_table_that_nobody_declared_is_found(scratch_shop: Flask) -> None:
    work.unit(lambda: db.session.execute(text("CREATE TABLE diary (words TEXT)")) and None)
    found = proof.prove(scratch_shop)
    assert about(found, "diary: the database has this table, and nobody declared it.")


def test_somebody_elses_value_in_the_answer_is_found(scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answers.gather
    first: list[Any] = []

    def crossed(keys: Any, *given: Any, **more: Any) -> Any:
        first.append(keys)
        return whole(first[0], *given, **more)

    monkeypatch.setattr(answers, "gather", crossed)
    found = proof.prove(scratch_shop)
    assert "account.name: somebody else's is in the answer." in found.foreign
    assert not found.good


def test_findings_name_places_and_never_what_stands_there(scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completeness, "_told", lambda *_given: False)
    found = proof.prove(scratch_shop)
    assert found.missing
    assert marking.PREFIX not in "".join(found.missing)


def test_a_store_of_files_that_is_declared_and_new_is_marked_and_missed(
    scratch_shop: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = Store("files", "instance/album", "pictures of customers", Lasting("for now"),
                  inventory.personal("contact", clause="registering")["inventory"])  # fmt: skip
    monkeypatch.setitem(inventory.STORES, ("files", "instance/album"), album)
    assert about(proof.prove(scratch_shop), "Nothing reports for the store instance/album.")


def test_what_rests_sealed_packed_or_deleted_is_seen_all_the_same(scratch_shop: Flask) -> None:
    made: list[marking.Marked] = []
    act = Act(Actor("command", "test"), clock.now(), 1)
    work.unit(lambda: made.append(marking.mark_everything(act)))
    folder = Path(scratch_shop.instance_path)
    phone = next(mark.words[0] for mark in made[0].marks if mark.place == "account.phone")
    raw = b"".join(path.read_bytes() for path in folder.glob("shop.sqlite*"))
    assert phone.encode() not in raw
    keys = scratch_shop.extensions["shop.keys"]
    seen = scanning.sights(folder, scanning.finder(frozenset({phone}), keys))
    assert "account.phone" in seen[phone]
    keys.destroy(f"person:{max(made[0].keys.persons)}", clock.now())
    assert scanning.sights(folder, scanning.finder(frozenset({phone}), keys)) == {}


def test_the_proof_runs_in_a_process_and_folder_of_its_own() -> None:
    found = scratch.prove()
    assert found.good, found.missing + found.foreign


def test_the_scratch_process_is_given_none_of_the_shops_own_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_KEYS_URL", "sqlite:///elsewhere")
    monkeypatch.setenv("DATABASE_URL", "postgresql:///shop")
    given = scratch.environment(tmp_path)
    assert given["SHOP_INSTANCE"] == str(tmp_path)
    assert [name for name in given if name.startswith(("SHOP_", "DATABASE_"))] == ["SHOP_INSTANCE", "SHOP_ENV"]


def test_a_proof_that_breaks_off_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "COMMAND", (*scratch.COMMAND[:-1], "no-such-command"))
    found = scratch.prove()
    assert not found.good
    assert found.missing


def test_the_command_tells_what_the_proof_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Outcome(300, 249, 50, missing=("device.browser: it is held, and not in the answer.",))
    monkeypatch.setattr(scratch, "prove", lambda: found)
    told = app.test_cli_runner().invoke(args=["privacy", "certify"])
    assert told.exit_code == 1
    assert "device.browser: it is held, and not in the answer." in told.output
    assert "300 marks, 249 in the answers, 50 withheld with a reason. NOT complete." in told.output


def test_people_are_never_made_up_in_a_shop_that_is_open(app: Flask, act: Act) -> None:
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor") and None)
    told = app.test_cli_runner().invoke(args=["privacy", "prove"])
    assert told.exit_code != 0
    assert "belong into a scratch shop" in told.output
    assert db.session.scalar(text("SELECT count(*) FROM account")) == 0
