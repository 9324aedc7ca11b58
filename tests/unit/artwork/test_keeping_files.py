"""Receiving, checking, replacing and deleting files: the verbs, without HTTP."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.artwork import service, signals
from app.artwork.child import Inspector
from app.artwork.models import Artwork, ArtworkCheck, ArtworkLeftover
from app.artwork.service import checking
from app.artwork.views import cards
from app.audit.models import AuditEntry
from app.foundation import clock, files, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from tests.unit.artwork.print_files import CARD, OTHER_KINDS, card, document, saved

RunJob = Callable[[str], None]


@dataclass(frozen=True)
class CardNeeds:
    """A business card, as the catalogue says it."""

    width_in: Decimal = Decimal("3.5")
    height_in: Decimal = Decimal("2")
    bleed_in: Decimal = Decimal("0.125")
    safe_in: Decimal = Decimal("0.125")
    pages_expected: int | None = 1


def kept(verb: Callable[[], Any]) -> Any:
    """Run a verb as one piece of work."""
    result: list[Any] = []
    work.unit(lambda: result.append(verb()))
    return result[0]


@pytest.fixture
def sent(act: Act, account_id: int) -> service.ArtworkView:
    """A good card, received and waiting."""
    found = kept(lambda: service.receive(act, account_id, "card.pdf", BytesIO(card()), CardNeeds()))
    assert isinstance(found, service.ArtworkView)
    return found


def stored() -> list[str]:
    return files.store().keys("artwork")


def audited() -> list[str]:
    return [
        kind
        for kind in db.session.scalars(select(AuditEntry.kind).order_by(AuditEntry.id))
        if kind.startswith("artwork.")
    ]


def test_a_received_file_is_kept_as_it_came_under_a_name_of_our_own(sent: service.ArtworkView, account_id: int) -> None:
    assert sent.waiting
    assert sent.sha256 == hashlib.sha256(card()).hexdigest()
    (key,) = stored()
    assert key.startswith(f"artwork/{account_id}/")
    assert "card" not in key
    original = service.original(account_id, sent.id)
    assert b"".join(original.pieces) == card()
    assert audited() == ["artwork.received"]


@pytest.mark.parametrize(("said", "data"), OTHER_KINDS.items())
def test_what_is_no_pdf_is_refused_beside_its_field_and_not_kept(
    act: Act, account_id: int, said: str, data: bytes
) -> None:
    with pytest.raises(Refusal, match="we print from PDF") as refused:
        work.unit(lambda: service.receive(act, account_id, "card.pdf", BytesIO(data)))
    assert said in refused.value.sentence
    assert refused.value.field == "artwork"
    assert stored() == []


def test_a_file_above_the_limit_is_refused_and_not_kept(act: Act, account_id: int, app: Flask) -> None:
    work.unit(lambda: rules.set_value(act, "artwork.largest-mb", 1, act.at, "the test"))
    large = BytesIO(card() + b"\0" * 1_100_000)
    with pytest.raises(Refusal, match="larger than 1 MB"):
        work.unit(lambda: service.receive(act, account_id, "card.pdf", large))
    assert stored() == []


def test_the_check_keeps_its_report_and_pictures(sent: service.ArtworkView, account_id: int, run_job: RunJob) -> None:
    run_job("check-artwork")
    checked = service.view(account_id, sent.id)
    assert checked.state == "pass"
    assert checked.printable
    assert checked.page_count == 1
    assert service.picture(account_id, sent.id, 1, "page").startswith(b"\xff\xd8\xff")
    assert service.picture(account_id, sent.id, 1, "thumb").startswith(b"\xff\xd8\xff")
    assert audited() == ["artwork.received", "artwork.checked"]


def test_a_second_run_of_the_check_does_nothing(sent: service.ArtworkView, run_job: RunJob) -> None:
    run_job("check-artwork")
    run_job("check-artwork")
    assert audited().count("artwork.checked") == 1
    assert service.waiting_count() == 0


def test_rings_lie_on_the_picture(act: Act, account_id: int, run_job: RunJob) -> None:
    data = saved(document([CARD]))
    bare = kept(lambda: service.receive(act, account_id, "bare.pdf", BytesIO(data), CardNeeds()))
    run_job("check-artwork")
    page = service.view(account_id, bare.id).page(1)
    assert page is not None
    assert len(page.rings) == 4
    for ring in page.rings:
        assert 0 <= ring.x <= ring.x + ring.width <= page.picture.width_px
        assert 0 <= ring.y <= ring.y + ring.height <= page.picture.height_px


def test_a_check_that_is_taken_is_not_taken_twice(sent: service.ArtworkView) -> None:
    first = kept(checking._claim)
    assert first is not None
    assert first.artwork_id == sent.id
    assert kept(checking._claim) is None


def test_the_claim_of_a_dead_worker_is_taken_over(sent: service.ArtworkView, run_job: RunJob, account_id: int) -> None:
    kept(checking._claim)
    long_ago = clock.now() - timedelta(hours=1)
    work.unit(lambda: db.session.execute(update(ArtworkCheck).values(claimed_at=long_ago)))
    run_job("check-artwork")
    assert service.view(account_id, sent.id).state == "pass"


def test_a_file_that_kills_its_worker_each_time_is_given_up_with_a_sentence(
    sent: service.ArtworkView, run_job: RunJob, account_id: int
) -> None:
    work.unit(lambda: db.session.execute(update(ArtworkCheck).values(attempts=checking.MOST_ATTEMPTS)))
    run_job("check-artwork")
    (weight, *_) = service.view(account_id, sent.id).findings
    assert "broke off while checking it, more than once" in weight.sentence


def test_no_transaction_is_open_while_the_child_runs(
    sent: service.ArtworkView, app: Flask, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []
    real = Inspector._run

    def watched(self: Inspector, *args: Any) -> Any:
        open_then.append(db.session().in_transaction())
        return real(self, *args)

    monkeypatch.setattr(Inspector, "_run", watched)
    run_job("check-artwork")
    assert open_then == [False]


def test_a_new_product_asks_for_a_new_check(
    sent: service.ArtworkView, act: Act, account_id: int, run_job: RunJob
) -> None:
    run_job("check-artwork")
    both_sides = CardNeeds(pages_expected=2)
    work.unit(lambda: service.require(act, account_id, sent.id, both_sides))
    assert service.view(account_id, sent.id).waiting
    run_job("check-artwork")
    assert service.view(account_id, sent.id).state == "must_fix"
    work.unit(lambda: service.require(act, account_id, sent.id, both_sides))
    assert not service.view(account_id, sent.id).waiting


def test_a_replacement_keeps_the_address_and_the_old_file_goes(
    sent: service.ArtworkView, act: Act, account_id: int, run_job: RunJob
) -> None:
    run_job("check-artwork")
    new = card(b"0 0 1 rg 0 0 300 300 re f")
    replaced = kept(lambda: service.replace(act, account_id, sent.id, "card 2.pdf", BytesIO(new)))
    assert (replaced.id, replaced.version, replaced.name) == (sent.id, 2, "card 2.pdf")
    assert replaced.waiting
    run_job("sweep-artwork")
    assert len(stored()) == 1
    run_job("check-artwork")
    assert service.view(account_id, sent.id).printable
    assert b"".join(service.original(account_id, sent.id).pieces) == new


def test_a_replacement_that_is_no_pdf_leaves_the_old_file(
    sent: service.ArtworkView, act: Act, account_id: int, run_job: RunJob
) -> None:
    with pytest.raises(Refusal):
        work.unit(lambda: service.replace(act, account_id, sent.id, "card.png", BytesIO(b"\x89PNG\r\n\x1a\n")))
    run_job("sweep-artwork")
    assert b"".join(service.original(account_id, sent.id).pieces) == card()


def test_work_that_is_refused_later_leaves_no_file(act: Act, account_id: int, run_job: RunJob) -> None:
    def order_that_fails() -> None:
        service.receive(act, account_id, "card.pdf", BytesIO(card()))
        raise Refusal("Something else in the order is wrong.")

    with pytest.raises(Refusal):
        work.unit(order_that_fails)
    assert len(stored()) == 1
    run_job("sweep-artwork")
    assert stored() == []
    assert db.session.scalar(select(ArtworkLeftover)) is None


def test_a_killed_uploads_file_goes_after_two_days_and_no_other(
    sent: service.ArtworkView, act: Act, run_job: RunJob
) -> None:
    (ours,) = stored()
    old, young = "artwork/1/20250101-killed/original", f"artwork/1/{act.at:%Y%m%d}-under-way/original"
    for key in (old, young):
        files.store().put(key, BytesIO(card()), 10**6)
    run_job("sweep-artwork-orphans")
    assert sorted(stored()) == sorted([ours, young])


def test_what_a_killed_check_left_behind_is_cleared(app: Flask, run_job: RunJob) -> None:
    left, fresh = (Path(app.instance_path) / "scratch" / name for name in ("artwork-left", "artwork-fresh"))
    for folder in (left, fresh):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "original.pdf").write_bytes(card())
    os.utime(left, (0, 0))
    run_job("check-artwork")
    assert not left.exists()
    assert fresh.exists()
    shutil.rmtree(fresh)


def test_a_deleted_file_goes_with_its_check_and_pictures(
    sent: service.ArtworkView, act: Act, account_id: int, run_job: RunJob
) -> None:
    run_job("check-artwork")
    work.unit(lambda: service.delete(act, account_id, sent.id))
    run_job("sweep-artwork")
    assert stored() == []
    assert db.session.scalar(select(ArtworkCheck)) is None
    with pytest.raises(Missing):
        service.view(account_id, sent.id)


def test_a_file_deleted_during_its_check_leaves_nothing(
    sent: service.ArtworkView, act: Act, account_id: int, app: Flask, run_job: RunJob, tmp_path: Any
) -> None:
    steps = service.check_waiting(act, Inspector(), tmp_path)
    work.unit(lambda: next(steps))
    work.unit(lambda: service.delete(act, account_id, sent.id))
    work.unit(lambda: next(steps))
    run_job("sweep-artwork")
    assert stored() == []


def test_a_file_that_something_still_points_to_is_not_deleted(
    sent: service.ArtworkView, act: Act, account_id: int
) -> None:
    pointing = text("CREATE TABLE pointing (artwork_id INTEGER REFERENCES artwork (id))")
    work.unit(lambda: db.session.execute(pointing))
    work.unit(lambda: db.session.execute(text(f"INSERT INTO pointing VALUES ({sent.id})")))
    with pytest.raises(Refusal, match="belongs to an order"):
        work.unit(lambda: service.delete(act, account_id, sent.id))
    assert service.view(account_id, sent.id).waiting
    work.unit(lambda: db.session.execute(text("DROP TABLE pointing")))


@pytest.fixture
def refusing() -> Iterator[None]:
    """A room above that says no."""

    def say_no(_act: Act, **_what: Any) -> None:
        raise Refusal("The proof of this file is approved.")

    with signals.replacing.connected_to(say_no), signals.deleting.connected_to(say_no):
        yield


@pytest.mark.usefixtures("refusing")
def test_a_room_above_may_refuse_a_new_file_and_a_deletion(
    sent: service.ArtworkView, act: Act, account_id: int
) -> None:
    with pytest.raises(Refusal, match="approved"):
        work.unit(lambda: service.replace(act, account_id, sent.id, "card.pdf", BytesIO(card())))
    with pytest.raises(Refusal, match="approved"):
        work.unit(lambda: service.delete(act, account_id, sent.id))
    assert service.view(account_id, sent.id).version == 1


def test_the_end_of_a_check_is_news_for_the_rooms_above(
    sent: service.ArtworkView, account_id: int, run_job: RunJob
) -> None:
    heard: list[dict[str, Any]] = []

    def hear(_act: Act, **what: Any) -> None:
        heard.append(what)

    with signals.checked.connected_to(hear):
        run_job("check-artwork")
    assert heard == [{"artwork_id": sent.id, "account_id": account_id, "worst": "pass"}]


def test_every_verb_finds_only_the_files_of_its_account(
    sent: service.ArtworkView, act: Act, other_account_id: int, run_job: RunJob
) -> None:
    run_job("check-artwork")
    for verb in (
        lambda: service.view(other_account_id, sent.id),
        lambda: service.original(other_account_id, sent.id),
        lambda: service.picture(other_account_id, sent.id, 1, "page"),
        lambda: service.replace(act, other_account_id, sent.id, "card.pdf", BytesIO(card())),
        lambda: service.require(act, other_account_id, sent.id, CardNeeds()),
        lambda: service.delete(act, other_account_id, sent.id),
    ):
        with pytest.raises(Missing):
            verb()
    db.session.rollback()


def test_other_rooms_can_join_a_light_row(sent: service.ArtworkView, account_id: int, run_job: RunJob) -> None:
    run_job("check-artwork")
    (row,) = db.session.execute(cards()).all()
    assert tuple(row) == (sent.id, account_id, "card.pdf", len(card()), "pass", 1)


def test_what_staff_read_becomes_an_audit_entry_of_its_own_time(act: Act, app: Flask) -> None:
    read = {"kind": service.READ, "at": "2026-11-22T15:00:00+00:00", "artwork": 7, "what": "file", "staff": 3}
    work.unit(lambda: service.fold_reads(act, [read]))
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.kind == service.READ))
    assert entry is not None
    assert (entry.actor, entry.subject_ref) == ("staff:3", "artwork:7")
    assert entry.at.hour == 15


def test_a_name_is_kept_without_its_path(act: Act, account_id: int) -> None:
    kept(lambda: service.receive(act, account_id, "../..\\secret\x00/card\r\n.pdf", BytesIO(card())))
    assert db.session.scalar(select(Artwork.name)) == "card.pdf"
