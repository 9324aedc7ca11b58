"""The draft: saved as often as wanted, never over somebody else's words."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.foundation.acts import Act, Actor
from app.foundation.database import db
from app.foundation.errors import Stale
from app.policy import live_values, service
from app.policy.service import NewUse, Wording, sweeping
from tests.policies import an_act, by
from tests.unit.policy.writers import Publisher

TEXT = "## Your mail {#your-mail}\n\nWe sell nothing.\n"


@pytest.mark.usefixtures("first")
def test_a_draft_begins_with_the_published_text() -> None:
    standing = service.draft()
    assert not standing.saved
    assert standing.body_md.startswith("## The short version {#short-version}")


@pytest.mark.usefixtures("first")
def test_a_saved_draft_is_found_again_with_who_and_when() -> None:
    act = an_act()
    service.save(act, service.draft().token, Wording(TEXT, "clarify", "Shorter."), "Pat Editor")
    standing = service.draft()
    assert (standing.body_md, standing.change_class, standing.change_note) == (TEXT, "clarify", "Shorter.")
    assert (standing.author_name, standing.saved_at) == ("Pat Editor", act.at)


@pytest.mark.usefixtures("first")
def test_saving_changes_nothing_that_is_published() -> None:
    service.save(an_act(), service.draft().token, Wording(TEXT), "Pat Editor")
    assert [line.no for line in service.history()] == [1]
    assert service.version_in_force() == 1


@pytest.mark.usefixtures("first")
def test_a_saving_that_comes_too_late_overwrites_nothing_and_is_shown_what_stands() -> None:
    token = service.draft().token
    service.save(an_act(), token, Wording(TEXT), "Pat Editor")
    with pytest.raises(Stale) as refused:
        service.save(an_act(), token, Wording("## Mine {#mine}\n\nx"), "Kim Second")
    assert refused.value.current["body_md"] == TEXT
    assert refused.value.current["author_name"] == "Pat Editor"
    assert service.draft().body_md == TEXT
    service.save(an_act(), refused.value.current["version"], Wording("## Mine {#mine}\n\nx"), "Kim Second")
    assert service.draft().author_name == "Kim Second"


def test_a_draft_built_on_a_version_that_was_replaced_is_too_late(publish: Publisher) -> None:
    token = service.draft().token
    publish(lambda text: text.replace("so that you notice", "so you notice"))
    with pytest.raises(Stale):
        service.save(an_act(), token, Wording(TEXT), "Kim Second")
    assert not service.draft().saved


@pytest.mark.usefixtures("first")
def test_every_saving_leaves_an_audit_entry_without_the_text() -> None:
    service.save(an_act(), service.draft().token, Wording(TEXT), "Pat Editor")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.kind, entry.actor, entry.payload) == ("policy.draft-saved", "staff:7", {"saving": 1})


def test_the_anchor_of_a_clause_that_is_gone_cannot_come_back(publish: Publisher) -> None:
    clause = "### Who gets our cookies {#cookie-recipients}"
    publish(lambda text: text.replace(clause, "### Nobody else {#nobody-else}"))
    back = service.draft().body_md + "\n## Again {#cookie-recipients}\n\nText.\n"
    problems = service.preview(back, live_values.present()).problems
    (sentence,) = [problem.sentence for problem in problems]
    assert sentence == (
        "The anchor “cookie-recipients” is taken by the page or was used by a clause that is gone. "
        "Old links must not lead to new words: choose another."
    )


@pytest.mark.usefixtures("first")
def test_each_saving_is_kept_with_who_and_when_newest_first() -> None:
    one = service.save(an_act(), service.draft().token, Wording(TEXT), "Pat Editor")
    two = service.save(by("9"), one.token, Wording(TEXT + "\nMore.\n"), "Kim Second")
    kept = [(saving.number, saving.author_name, saving.body_md) for saving in service.savings(two.id)]
    assert kept == [(2, "Kim Second", TEXT + "\nMore.\n"), (1, "Pat Editor", TEXT)]
    assert service.writers(two.id) == {"staff:7": "Pat Editor", "staff:9": "Kim Second"}


def save_by_clock(text: str, number: str = "7") -> int:
    return service.save(by(number), service.draft().token, Wording(text), f"Staff {number}", auto=True).id


@pytest.mark.usefixtures("first")
def test_savings_by_the_clock_are_folded_while_the_same_person_goes_on() -> None:
    for words in ("one", "two", "three"):
        draft = save_by_clock(f"## A {{#a}}\n\n{words}\n")
    assert [(saving.number, saving.auto) for saving in service.savings(draft)] == [(3, True)]
    save_by_clock("## A {#a}\n\nfour\n", "9")
    service.save(by("9"), service.draft().token, Wording("## A {#a}\n\nfive\n"), "Staff 9")
    save_by_clock("## A {#a}\n\nsix\n", "9")
    kept = [(saving.author, saving.auto, saving.body_md.split()[-1]) for saving in service.savings(draft)]
    assert kept == [("staff:9", True, "six"), ("staff:9", False, "five"), ("staff:7", True, "three")]
    entries = select(func.count()).select_from(AuditEntry).where(AuditEntry.kind == "policy.draft-saved")
    assert db.session.scalar(entries) == 5, "of version 1, and one for each row that is kept or became a saving by hand"


@pytest.mark.usefixtures("first")
def test_saving_what_stands_already_is_no_saving() -> None:
    one = service.save(an_act(), service.draft().token, Wording(TEXT, guard={"a": "same-meaning"}), "Pat Editor")
    two = service.save(by("9"), one.token, Wording(TEXT, guard={"a": "same-meaning"}), "Kim Second")
    assert two == one
    three = service.save(by("9"), two.token, Wording(TEXT, guard={}), "Kim Second")
    assert three.author_name == "Kim Second"


@pytest.mark.usefixtures("first")
def test_everything_that_an_author_says_is_kept_with_the_draft() -> None:
    uses = (NewUse("survey", "Asking you about paper"),)
    wording = Wording(TEXT, "widens", "Surveys.", {"a": "same-meaning"}, {"b": "stance"}, uses)
    standing = service.save(an_act(), service.draft().token, wording, "Pat Editor")
    assert service.said(standing) == wording
    assert (standing.state, standing.author) == ("draft", "staff:7")


@pytest.mark.usefixtures("first")
def test_the_preview_links_our_own_host_without_a_cue() -> None:
    text = "## A {#a}\n\n[here](https://localhost:8443/contact) [there](https://usps.example/)\n"
    html = service.preview(text, live_values.present()).html
    assert html.count("(other site)") == 1


def test_savings_go_a_year_after_their_version_was_posted(publish: Publisher) -> None:
    line = publish(lambda text: text.replace("so that you notice", "so you notice"))
    draft = service.save(an_act(), service.draft().token, Wording(TEXT), "Pat Editor")
    for days, kept in ((364, 1), (366, 0)):
        act = Act(Actor("job", "sweep-policy-savings"), line.published_at + timedelta(days=days), 2)
        assert len(list(sweeping.sweep(act))) == (0 if kept else 2), "a step for each version"
        assert len(service.savings(line.id)) == kept
    assert len(service.savings(draft.id)) == 1, "nobody posted this one"
    assert service.published(2) is not None
