"""House rules that the policy states: what the text allows holds at once, what it does not waits for its version."""

from datetime import datetime, timedelta

import pytest

from app.foundation import clock, jobs, rules, work
from app.foundation.database import db
from app.foundation.errors import Missing, Refusal
from app.policy import live_values, service, views
from app.policy.models import PolicyComment
from app.policy.service import comments, settings
from app.policy.service.stating import stating
from app.policy.views import VersionLine, wishes
from tests.policies import AUTHOR, REVIEWER, Change, a_reviewer, an_act, approved, drafted

LOG = "visits.log-full-days"
"""The policy says 30 days."""
pytestmark = pytest.mark.usefixtures("first")


def change(name: str, value: rules.Value, reason: str = "we tried", starts: datetime | None = None) -> None:
    work.unit(lambda: settings.change(an_act(), name, value, reason, starts) and None)


def post_the_draft(at: datetime | None = None) -> VersionLine:
    """Review and publish what is drafted."""
    made: list[VersionLine] = []

    def steps() -> None:
        sent = service.submit(an_act(), service.draft().token, live_values.present(), AUTHOR)
        read = service.approve(a_reviewer(), sent.token, REVIEWER)
        live = live_values.present(at)
        made.append(service.publish(an_act(), read.token, live, AUTHOR, effective_at=at))

    work.unit(steps)
    return made[0]


def in_a_month() -> datetime:
    return clock.now() + timedelta(days=31)


def test_a_rule_that_no_text_states_changes_at_once_and_drafts_nothing() -> None:
    change("account.fresh-minutes", 10)
    assert rules.whole("account.fresh-minutes") == 10
    assert not service.draft().saved


def test_a_shorter_time_of_keeping_holds_at_once_and_drafts_its_version() -> None:
    change(LOG, 20)
    assert rules.whole(LOG) == 20
    draft = service.draft()
    assert (draft.change_class, draft.author_name) == ("narrows", "The house rules")
    assert draft.change_note == "Full lines of the web server's log: 20 days instead of 30 days."
    line = post_the_draft()
    assert views.published(line.no).slots["retention.access_log_days"] == 20  # type: ignore[union-attr]


def test_a_longer_time_of_keeping_waits_for_its_version() -> None:
    change(LOG, 60)
    assert rules.whole(LOG) == 30
    assert [(wish.name, wish.value) for wish in wishes.waiting()] == [(LOG, 60)]
    assert service.draft().change_class == "widens"
    assert live_values.present().values["retention.access_log_days"] == 60
    assert live_values.present(wishes={}).values["retention.access_log_days"] == 30


def test_the_rule_follows_its_version_in_the_minute_in_which_that_takes_effect() -> None:
    change(LOG, 60)
    starts = in_a_month()
    line = post_the_draft(starts)
    assert wishes.waiting() == ()
    assert rules.whole(LOG) == 30
    assert rules.whole(LOG, starts - timedelta(seconds=1)) == 30
    assert rules.whole(LOG, starts) == 60
    (coming,) = wishes.coming(clock.now())
    assert (coming.version_no, coming.effective_at) == (line.no, starts)


def test_withdrawing_the_version_takes_the_coming_value_back_and_it_waits_again() -> None:
    change(LOG, 60)
    starts = in_a_month()
    line = post_the_draft(starts)
    work.unit(lambda: service.withdraw(an_act(), line.no, AUTHOR, "Too long.") and None)
    assert rules.whole(LOG, starts) == 30
    assert [wish.value for wish in wishes.waiting()] == [60]
    assert [(given.value, given.withdrawn) for given in rules.settings(LOG)] == [(60, True)]
    change(LOG, 20)
    assert rules.whole(LOG, starts) == 20
    assert wishes.waiting() == ()


def test_a_value_that_is_given_up_leaves_nothing_to_publish() -> None:
    change(LOG, 60)
    work.unit(lambda: settings.drop(an_act(), wishes.waiting()[0].id))
    assert wishes.waiting() == ()
    with pytest.raises(Refusal, match="Nothing differs"):
        post_the_draft()


def test_dropping_something_that_does_not_wait_is_refused() -> None:
    with pytest.raises(Missing):
        settings.drop(an_act(), 7)


def test_a_second_wish_replaces_the_first_and_its_words_in_the_draft() -> None:
    change(LOG, 60)
    change(LOG, 90)
    assert [wish.value for wish in wishes.waiting()] == [90]
    assert service.draft().change_note.endswith("90 days instead of 30 days.")


def test_a_value_that_the_text_in_force_forbids_waits_though_a_coming_text_allows_it() -> None:
    change(LOG, 60)
    post_the_draft(in_a_month())
    change(LOG, 45)
    assert rules.whole(LOG) == 30
    assert [wish.value for wish in wishes.waiting()] == [45]


def test_back_to_what_the_text_says_needs_no_version() -> None:
    change(LOG, 20)
    assert settings.foresee(LOG, 30, clock.now()).effect == ""
    assert settings.foresee(LOG, 31, clock.now()).effect == "widens"


def test_a_shorter_notice_is_the_wider_one() -> None:
    assert settings.foresee("policy.notice-days", 20, clock.now()).effect == "widens"
    assert settings.foresee("policy.notice-days", 40, clock.now()).effect == "narrows"


def test_an_address_changes_at_once_and_drafts_a_clarification() -> None:
    change("company.street", "7 Ferry Road")
    assert rules.text("company.street") == "7 Ferry Road"
    draft = service.draft()
    assert draft.change_class == "clarify"
    assert "7 Ferry Road, Chanhassen" in draft.change_note


def test_a_new_supplier_waits_and_a_lost_one_does_not() -> None:
    by_hand = list(rules.value(live_values.SUPPLIERS))  # type: ignore[arg-type]
    change(live_values.SUPPLIERS, [*by_hand, "Night Courier, shipping: the name on the parcel"])
    assert rules.value(live_values.SUPPLIERS) == by_hand
    assert "new is “Night Courier, shipping: the name on the parcel”" in service.draft().change_note
    assert settings.foresee(live_values.SUPPLIERS, [], clock.now()).effect == "clarify"


def test_a_day_of_its_own_is_not_for_a_value_that_waits() -> None:
    with pytest.raises(Refusal, match="begins with the version"):
        change(LOG, 60, starts=in_a_month())
    change(LOG, 20, starts=in_a_month())
    assert (rules.whole(LOG), rules.whole(LOG, in_a_month())) == (30, 20)
    assert service.draft().change_class == "narrows"


def test_a_draft_that_somebody_works_on_is_left_alone_and_gets_a_remark() -> None:
    work.unit(lambda: drafted(Change(lambda text: text.replace("so that you notice", "so you notice"))) and None)
    before = service.draft()
    change(LOG, 20)
    assert service.draft() == before
    (remark,) = comments.remarks()
    assert "20 days instead of 30 days" in remark.text
    assert remark.actor_name == "The house rules"


def test_a_text_that_was_approved_with_another_value_goes_back_to_its_author() -> None:
    work.unit(lambda: approved(Change(lambda text: text.replace("so that you notice", "so you notice"))) and None)
    change("account.fresh-minutes", 10)
    assert service.draft().state == "approved"
    change(LOG, 20)
    assert service.draft().state == "draft"
    assert "so you notice" in service.draft().body_md


def test_two_rules_stand_in_one_draft() -> None:
    change(LOG, 20)
    change("company.street", "7 Ferry Road")
    draft = service.draft()
    assert draft.change_class == "narrows"
    assert "20 days" in draft.change_note
    assert "7 Ferry Road" in draft.change_note
    assert db.session.query(PolicyComment).count() == 0


def test_a_value_that_changed_by_another_way_gets_its_draft_by_the_job_and_only_once() -> None:
    jobs.run_now("policy-follow-settings")
    assert not service.draft().saved
    work.unit(lambda: rules.set_value(an_act(), "company.street", "7 Ferry Road", clock.now(), "by a command") and None)
    for _ in range(3):
        jobs.run_now("policy-follow-settings")
    assert service.draft().change_class == "clarify"
    assert len(service.savings(service.draft().id)) == 1
    post_the_draft()
    jobs.run_now("policy-follow-settings")
    assert not service.draft().saved


def test_it_is_told_where_the_policy_states_a_rule() -> None:
    assert "log-retention" in [clause.anchor for clause in stating(LOG)]
    assert "contact" in [clause.anchor for clause in stating("company.street")]
    assert stating("account.fresh-minutes") == ()


def test_a_coming_value_can_be_taken_back_and_one_that_holds_cannot() -> None:
    rows: list[int] = []
    for starts in (clock.now(), in_a_month()):
        work.unit(lambda at=starts: rows.append(rules.set_value(an_act(), "account.fresh-minutes", 4, at, "")))  # type: ignore[misc]
    assert [rules.withdraw(an_act(), row, "no") for row in rows] == [False, True]
    assert rules.withdraw(an_act(), rows[1], "again") is False
    with pytest.raises(KeyError):
        rules.withdraw(an_act(), 999_999, "")
