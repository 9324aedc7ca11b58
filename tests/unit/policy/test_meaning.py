"""What a change means by rule: words, lists and periods."""

import pytest

from app.policy import meaning
from app.policy.clauses import Clause
from app.policy.slots import SLOTS, examples

PROCESSOR = "Card processor (pay.example), card processing: amount, billing address"
CARRIER = "Practice Carrier, shipping: name and address"


def clause(text: str, heading: str = "Your mail", html: str = "") -> Clause:
    return Clause("a", 2, heading, heading, html or f"<p>{text}</p>", text, f"{heading} {text} {html}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We ask for nothing.", "we ask, for nothing!"),
        ("“Remember me” - stop", "'remember me' – stop"),
        ("the customers' mail", "the customers’ mail"),
        ("one\ntwo", "one  two"),
        ("e-mail", "email"),
    ],
)
def test_case_marks_and_layout_are_no_words(before: str, after: str) -> None:
    assert not meaning.reworded(clause(before), clause(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We never sell.", "We may sell."),
        ("1.5 days", "15 days"),
        ("10-20 days", "1020 days"),
        ("any one", "anyone"),
        ("50% of it", "50 of it"),
        ("and/or", "and or"),
        ("a b", "b a"),
        ("colour", "color"),
    ],
)
def test_words_numbers_and_their_order_are(before: str, after: str) -> None:
    assert meaning.reworded(clause(before), clause(after))


def test_a_link_that_leads_elsewhere_is_another_word() -> None:
    here, there = clause("see", html='<a href="/a">see</a>'), clause("see", html='<a href="/b">see</a>')
    assert meaning.reworded(here, there)
    assert meaning.reworded(clause("x", "Your mail"), clause("x", "All mail"))


def changed(name: str, before: object, after: object) -> meaning.SlotChange:
    [change] = meaning.slot_changes(examples() | {name: before}, examples() | {name: after})  # type: ignore[dict-item]  # values of any kind
    return change


@pytest.mark.parametrize(
    ("name", "before", "after", "effect"),
    [
        ("retention.order_years", 7, 10, "widens"),
        ("retention.order_years", 10, 7, "narrows"),
        ("access.answer_days", 10, 20, "widens"),
        ("access.answer_days", 20, 10, "narrows"),
        ("policy.notice_days", 30, 14, "widens"),
        ("policy.notice_days", 30, 60, "narrows"),
        ("counts.smallest", 5, 3, "widens"),
        ("counts.smallest", 5, 9, "narrows"),
        ("company.name", "Smartpress.com", "Smart Press", "clarify"),
        ("contact.address", "950 Lake Drive", "7 Ferry Road", "clarify"),
    ],
)
def test_a_value_widens_or_narrows_by_its_direction(name: str, before: object, after: object, effect: str) -> None:
    assert changed(name, before, after).effect == effect


def test_every_number_has_a_direction_and_every_list_its_words() -> None:
    for name, slot in SLOTS.items():
        assert (slot.widens_when == "neither") == (slot.kind in {"text", "mail", "list"}), name
    assert {name for name, slot in SLOTS.items() if slot.kind == "list"} == set(meaning.LISTS)


def test_a_value_that_left_the_text_is_said_and_a_new_one_is_judged_by_its_clause() -> None:
    [gone] = meaning.slot_changes({"retention.order_years": 7}, {"retention.quote_years": 1})
    assert (gone.name, gone.effect, gone.after) == ("retention.order_years", "clarify", "")
    assert gone.sentence == ("The text no longer states “Orders and invoices” from the shop: that is more than a typo.")
    assert meaning.slot_changes({}, {"retention.quote_years": 1}) == ()


def test_the_sentence_says_what_is_new_and_why_it_matters() -> None:
    change = changed("suppliers", (PROCESSOR,), (PROCESSOR, CARRIER))
    sentence = "The list of suppliers gains “Practice Carrier”: that is a new recipient, so this change widens."
    assert (change.effect, change.sentence, change.gained) == ("widens", sentence, (CARRIER,))
    period = changed("retention.order_years", 7, 10)
    assert (
        period.sentence == "“Orders and invoices” goes from 7 years to 10 years: that is longer, so this change widens."
    )


@pytest.mark.parametrize(
    ("name", "before", "after", "effect"),
    [
        ("suppliers", (PROCESSOR, CARRIER), (PROCESSOR,), "clarify"),
        ("suppliers", (PROCESSOR, CARRIER), (CARRIER, PROCESSOR), "clarify"),
        ("suppliers", (CARRIER,), ("Other Carrier, shipping: address and name",), "clarify"),
        ("suppliers", (CARRIER,), ("Other Carrier, shipping: name, address and telephone",), "widens"),
        ("suppliers", (CARRIER,), ("Other Carrier, advertising: name and address",), "widens"),
        ("suppliers", (CARRIER,), ("One, shipping: name and address", "Two, shipping: name and address"), "widens"),
        ("suppliers", (CARRIER,), ("Practice Carrier, shipping: name, address, telephone",), "widens"),
        ("suppliers", (CARRIER,), ("Practice Carrier, shipping: address",), "clarify"),
        ("subsidiaries", (), ("Mailing House: mailing",), "widens"),
        ("cookies", ("a: names a session; kept 30 days",), ("a: names a session; kept 90 days",), "widens"),
        ("cookies", ("a: names a session; kept 90 days",), ("a: names a session; kept 30 days",), "clarify"),
        ("cookies", ("a: names a session",), ("a: names a session", "b: names a session"), "widens"),
        ("cookies", ("a: names a session",), ("a: names a session; kept 1 day",), "widens"),
        ("cookies", ("a: kept 90 days",), ("a: kept 1 year",), "widens"),
        ("log.fields", ("your address (c-ip)",), ("your address (c-ip)", "your port (c-port)"), "widens"),
        ("log.fields", ("your address (c-ip)",), ("the number of your connection (c-ip)",), "clarify"),
    ],
)
def test_a_list_widens_by_what_it_gains(
    name: str, before: tuple[str, ...], after: tuple[str, ...], effect: str
) -> None:
    assert changed(name, before, after).effect == effect
