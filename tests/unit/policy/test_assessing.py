"""What a change will do: its least class with reasons, what must be answered, and what is in its way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.foundation import clock, rules
from app.foundation.errors import Refusal
from app.foundation.inventory import PURPOSES
from app.policy import live_values, service
from app.policy.service import Assessment, NewUse, Wording
from app.policy.service.guard import CODE, SAME, SETTING
from app.policy.views import PRIVACY, VersionLine
from tests.policies import AUTHOR, Change, an_act, drafted, posted

BOUND, STANCE = ("so that you notice", "so you notice"), ("Saying so is easy", "That is easily said")
SUPPLIER = "Mail House, mailing: name and address"
LIST = "company.suppliers"


@pytest.fixture(autouse=True)
def version_1(first: VersionLine) -> VersionLine:
    return first


def text() -> str:
    return service.draft().body_md


def look(body: str, **said: object) -> Assessment:
    return service.assess(PRIVACY, live_values.present(), replace(Wording(body, "typo", "Note."), **said))  # type: ignore[arg-type]  # fields by name


def sentences(assessment: Assessment, field: str) -> list[str]:
    return [obstacle.sentence for obstacle in assessment.obstacles if obstacle.field == field]


def refusal(change: Change) -> Refusal:
    with pytest.raises(Refusal) as refused:
        service.submit(an_act(), drafted(change).token, live_values.present(), AUTHOR)
    return refused.value


def test_marks_and_case_are_a_typo_even_in_a_bound_clause() -> None:
    seen = look(text().replace("so that you notice when you leave", "So that you notice, when you leave"))
    assert (seen.least_class, seen.obstacles, seen.guarded) == ("typo", (), ())


def test_a_word_of_a_stance_is_a_typo_and_needs_no_answer() -> None:
    seen = look(text().replace(*STANCE))
    assert (seen.least_class, seen.obstacles, seen.guarded) == ("typo", (), ())


def test_a_word_of_a_bound_clause_is_more_than_a_typo() -> None:
    refused = refusal(Change(lambda body: body.replace(*BOUND), kind="typo"))
    assert refused.field == "change_class"
    assert refused.sentence == (
        "A word of “Links to other sites” changes, which something keeps: that is more than a typo."
    )


@pytest.mark.parametrize("kind", ["clarify", "narrows"])
def test_clarifying_and_narrowing_are_both_enough_for_it(kind: str) -> None:
    change = Change(lambda body: body.replace(*BOUND), kind=kind)
    assert service.submit(an_act(), drafted(change).token, live_values.present(), AUTHOR).state == "in_review"


def test_a_new_and_a_removed_clause_are_more_than_a_typo() -> None:
    added = look(text() + "\n## Our view {#our-view}\n\nPaper is lovely.\n")
    assert added.reasons == ("The clause “Our view” is new: that is more than a typo.",)
    removed = look(text().replace("### Who gets our cookies {#cookie-recipients}\n", ""))
    assert "The clause “Who gets our cookies” disappears: that is more than a typo." in removed.reasons
    assert removed.least_class == added.least_class == "clarify"


def test_an_added_supplier_is_no_typo_and_no_clarification() -> None:
    rules.set_value(an_act(), LIST, [*live_values.BY_HAND, SUPPLIER], clock.now(), "a second printer")
    for kind in ("typo", "clarify", "narrows"):
        refused = refusal(Change(lambda body: body, kind=kind))
        assert refused.sentence == (
            "The list of suppliers gains “Mail House”: that is a new recipient, so this change widens."
        )
        assert refused.field == "change_class"


def test_a_supplier_replaced_by_one_of_the_same_role_and_fields_is_a_clarification() -> None:
    same = live_values.BY_HAND[0].replace("Practice Carrier", "Lake Carrier")
    rules.set_value(an_act(), LIST, [same], clock.now(), "another carrier")
    assert look(text()).least_class == "clarify"


def test_a_longer_period_widens_and_a_shorter_one_narrows() -> None:
    for years, least in ((3, "widens"), (1, "typo")):
        rules.set_value(an_act(), "retention.quote-years", years, clock.now(), "tried")
        assert look(text()).least_class == least
    rules.set_value(an_act(), "retention.order-years", 6, clock.now(), "tried")
    assert look(text()).least_class == "narrows"
    assert refusal(Change(lambda body: body, kind="clarify")).sentence == (
        "“Orders and invoices” goes from 7 years to 6 years: that is shorter, so this change narrows."
    )


def test_the_gravest_reason_comes_first() -> None:
    rules.set_value(an_act(), "retention.quote-years", 3, clock.now(), "tried")
    seen = look(text().replace(*BOUND))
    assert seen.least_class == "widens"
    assert "goes from 1 year to 3 years" in seen.reasons[0]


def test_a_named_new_use_widens() -> None:
    seen = look(text(), new_uses=(NewUse("survey", "Asking you about paper"),))
    assert seen.least_class == "widens"
    assert seen.reasons == ("“Asking you about paper” is a new use, so this change widens.",)


@pytest.mark.parametrize(
    ("uses", "sentence"),
    [
        ((NewUse("spying", "x"),), "choose what the new use is for"),
        ((NewUse("survey", " "),), "describe each new use"),
        ((NewUse("survey", "x" * 301),), "describe each new use"),
        ((NewUse("survey", "one"), NewUse("survey", "two")), "name each purpose once"),
    ],
)
def test_a_new_use_has_a_known_purpose_and_words(uses: tuple[NewUse, ...], sentence: str) -> None:
    assert "survey" in PURPOSES
    [found] = sentences(look(text().replace(*STANCE), change_class="widens", new_uses=uses), "new_uses")
    assert sentence in found


def test_each_reworded_bound_clause_asks_what_its_words_need() -> None:
    body = text().replace(*BOUND).replace("Any wording will do.", "Any words will do.")
    seen = look(body, change_class="clarify", guard={"other-sites": SAME})
    assert [(one.anchor, one.kind, one.answer) for one in seen.guarded] == [
        ("other-sites", "enforced", SAME),
        ("opt-out-mail", "enforced", ""),
    ]
    assert sentences(seen, "guard") == ["Please say what the new words of “Stop our mail by writing” need."]
    assert [clause.anchor for clause in seen.missing_answers] == ["opt-out-mail"]


def test_an_answer_that_nobody_offered_is_none() -> None:
    seen = look(text().replace(*BOUND), change_class="clarify", guard={"other-sites": "whatever"})
    assert seen.guarded[0].answer == ""


def test_words_that_the_program_cannot_keep_yet_do_not_go_on() -> None:
    seen = look(text().replace(*BOUND), change_class="clarify", guard={"other-sites": CODE})
    assert sentences(seen, "guard") == [
        "“Links to other sites” needs the program changed first. Until then this text cannot go on."
    ]


def test_a_removed_bound_clause_asks_as_well() -> None:
    seen = look(text().replace("{#cookie-recipients}", "{#nobody-else}"), change_class="clarify")
    assert [(one.anchor, one.removed) for one in seen.guarded] == [("cookie-recipients", True)]


def test_where_only_a_value_changed_the_answer_is_given() -> None:
    rules.set_value(an_act(), "retention.quote-years", 3, clock.now(), "tried")
    seen = look(text(), change_class="widens")
    assert [(one.anchor, one.answer, one.by_value) for one in seen.guarded] == [("retention", SETTING, True)]
    assert seen.obstacles == ()
    both = look(text().replace("- Quotes:", "- Offers:"), change_class="widens")
    assert [one.answer for one in both.guarded] == [""], "somebody reworded it, too"


@pytest.mark.parametrize("mark", ["", "nonsense", "enforced", "procedural", "procedural: "])
def test_a_clause_that_nobody_keeps_cannot_be_published(mark: str) -> None:
    body = text() + "\n## Our view {#our-view}\n\nPaper is lovely.\n"
    seen = look(body, change_class="clarify", kinds={"our-view": mark})
    [found] = sentences(seen, "kinds")
    assert found.startswith("Nothing says how “Our view” is kept.")
    assert [clause.anchor for clause in seen.unmarked] == ["our-view"]


@pytest.mark.parametrize("mark", ["stance", "procedural: the privacy officer, each spring"])
def test_staff_may_mark_it_as_a_stance_or_say_who_keeps_it_and_when(mark: str) -> None:
    body = text() + "\n## Our view {#our-view}\n\nPaper is lovely.\n"
    assert look(body, change_class="clarify", kinds={"our-view": mark}).obstacles == ()


def test_staff_cannot_unbind_a_clause_that_the_program_keeps() -> None:
    seen = look(text().replace(*BOUND), kinds={"other-sites": "stance"})
    assert seen.least_class == "clarify"
    assert seen.marks == {}


def test_a_clause_that_somebody_keeps_is_guarded_later() -> None:
    mark = "procedural: the privacy officer, each spring"
    posted(Change(lambda body: body + "\n## Visits {#visits}\n\nWe look.\n", marks={"visits": mark}))
    seen = look(text().replace("We look.", "We may look."), kinds={"visits": "stance"})
    assert [(one.anchor, one.kind) for one in seen.guarded] == [("visits", "procedural")]
    assert seen.least_class == "clarify"


def test_what_will_happen_is_told_in_words() -> None:
    seen = look(text().replace(*BOUND), change_class="clarify")
    assert seen.consequences[0] == "Clauses: one reworded."
    assert (
        "It may take effect at once. Nobody is written to; readers find it in the list of changes." in seen.consequences
    )
    wide = look(text(), change_class="widens", new_uses=(NewUse("survey", "Asking you about paper"),))
    words = " ".join(wide.consequences)
    assert "after 30 days of notice: customers are told by e-mail" in words
    assert "Nobody’s information is put to this use before then: Asking you about paper" in words
    assert "Somebody who wrote nothing of it reads and approves it" in words


def test_a_changed_value_is_told_with_what_it_was_and_becomes() -> None:
    rules.set_value(an_act(), "retention.quote-years", 3, clock.now(), "tried")
    rules.set_value(an_act(), LIST, [SUPPLIER], clock.now(), "another house")
    told = look(text().replace("Backups: {{ retention.backup_days }}", "Backups: 35 days")).consequences
    assert "Quotes: 1 year becomes 3 years." in told
    assert "Backups: the text no longer follows the shop here, whatever it does." in told
    title = "Every outside company that receives information, its role and what it receives"
    assert f"{title}: new is “{SUPPLIER}”." in told
    assert f"{title}: gone is “{live_values.BY_HAND[0]}”." in told


def test_a_shop_of_one_person_is_told_its_own_rule() -> None:
    rules.set_value(an_act(), "policy.one-person-shop", True, clock.now(), "I am alone")
    assert any("no second person reviewed it" in line for line in look(text().replace(*STANCE)).consequences)


def test_the_earliest_time_follows_the_class_and_what_waits() -> None:
    now = clock.now()
    assert look(text().replace(*STANCE)).earliest - now < timedelta(minutes=1)
    wide = look(text(), change_class="widens").earliest - now
    assert timedelta(days=30, minutes=10) <= wide <= timedelta(days=30, minutes=71)
    assert (now + wide).minute == 0, "a full hour: there is time to press the button"
    posted(Change(lambda body: body.replace(*BOUND)), now + timedelta(days=50))
    assert look(text().replace(*STANCE)).earliest > now + timedelta(days=50)


def test_an_assessment_without_a_wording_is_of_what_stands() -> None:
    drafted(Change(lambda body: body.replace(*BOUND)))
    seen = service.assess(PRIVACY, live_values.present())
    assert [touched.anchor for touched in seen.changes.changed] == ["other-sites"]
