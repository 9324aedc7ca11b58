"""Three versions by two people: a typo, a better promise, and a new use that each customer decides about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.foundation import clock, facts, rules, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.people import identifiers
from app.permissions import service as gate
from app.policy import banner
from tests.journeys.posting import posted, written
from tests.pages import Browser, Page, spaced
from tests.people import SignedIn, act_under_version_1, new_account
from tests.promises import steps

Staff = Callable[[str], SignedIn]
Run = Callable[[str], None]
Move = Callable[[int], None]
NEW_USE = "We guess from your orders what you may need next."
GUESSING = "Understanding customers better"
INSIDE = "On the site and in house"
NOT_YET, STOPPED = "no new use, still waiting", "no said stop"
SAID = {"change_class": "widens", "change_note": "We want to guess what you need next, and Paper Friends helps us."}


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the shop's clock on by so many days."""
    real, moved = clock.now, [0]
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=moved[0]))

    def on(days: int) -> None:
        moved[0] += days
        banner.forget()

    return on


@pytest.fixture
def casey(app: Flask, customer: SignedIn, other_customer: SignedIn) -> SignedIn:
    """A third customer, whose mail comes back and who does not visit."""
    browser = SignedIn(app, new_account("casey", "Casey Lane"), "casey")
    key = identifiers.email("casey@example.com").key
    act = act_under_version_1()
    work.unit(lambda: gate.suppress(act, key, "policy_notice", "hard bounce"))
    return browser


def fold(act: Act) -> None:
    """What the job of each minute does, two minutes later."""
    for _ in facts.fold(Act(act.actor, clock.now() + timedelta(minutes=2), act.policy_version)):
        db.session.commit()


def mailed(visitor: Browser, run_job: Run) -> set[str]:
    """Which customers got a notice of the policy so far."""
    for name in ("mail-policy-notices", "send-mail"):
        run_job(name)
    rows = [row.text_content() for row in visitor.get("/local-mail")["main ol li"]]
    found = {row.rpartition("to ")[2].partition("@")[0] for row in rows if "privacy policy" in row}
    return {who for who in found if not who.endswith(".staff")}


def answers(desk: SignedIn, *whose: str) -> list[str]:
    """What the gate says of the new use, as staff read it."""
    return [steps.standing(desk, who)[GUESSING][INSIDE] for who in whose]


def strip(page: Page) -> str:
    return " ".join(spaced(element) for element in page["aside.notice"])


def test_a_typo_a_narrowing_and_a_new_use_by_two_people(
    visitor: Browser,
    customer: SignedIn,
    other_customer: SignedIn,
    casey: SignedIn,
    staff_member: Staff,
    run_job: Run,
    act: Act,
    move: Move,
) -> None:
    editor, reviewer, desk = (staff_member(role) for role in ("policy-editor", "policy-reviewer", "service"))
    everybody = (customer.user_id, other_customer.user_id, casey.user_id)

    # A typo: in force at once, told to nobody.
    comma = ("so that you notice when", "so that you notice, when")
    after = posted(editor, reviewer, swap(comma), change_class="typo", change_note="A comma.")
    assert "Version 2 is in force." in after.main
    assert (strip(visitor.get("/")), strip(customer.get("/account"))) == ("", "")
    assert mailed(visitor, run_job) == set()

    # A promise that protects more: in force at once, announced on pages, no mail.
    more = ("from time to time.", "from time to time. Nobody is ever charged for asking.")
    posted(editor, reviewer, swap(more), change_class="narrows", change_note="Asking costs nothing.")
    assert "Our privacy policy changed on" in strip(visitor.get("/"))
    assert mailed(visitor, run_job) == set()
    assert set(answers(desk, *everybody)) == {"yes"}

    # A supplier was added: nobody can call that a typo.
    work.unit(lambda: rules.set_value(act, "company.suppliers", ["Paper Friends, guessing: orders"], clock.now(), "t"))
    refused = written(editor, swap(comma[::-1]), change_class="typo", change_note="A comma.")
    assert refused.status == 422
    assert "a new recipient" in spaced(refused["#error-summary"][0])

    # As what it is, with its new use: 30 days ahead, by mail and on every page.
    uses = {"use_1": "understand", "use_1_words": NEW_USE}
    posted(editor, reviewer, swap(comma[::-1]), **SAID, **uses)
    assert "Paper Friends" in visitor.get("/privacy-policy/versions/4/changes").main
    assert "Paper Friends" not in visitor.get("/privacy-policy").main
    assert SAID["change_note"] in visitor.get("/privacy-policy/changes").main
    assert answers(desk, *everybody) == [NOT_YET] * 3
    assert strip(visitor.get("/")).endswith("1 new use of your information. Read what changes")

    assert mailed(visitor, run_job) == {"alex.kim", "robin"}
    letter = visitor.get("/local-mail").open("privacy policy")
    assert NEW_USE in letter.main

    # One refuses, one says yes, one does not know of it.
    page = customer.get("/account").open("Choose")
    assert page.form("/account/new-uses", "Refuse").submit("Refuse").follow()["section.sheet"]
    page = other_customer.get("/").open("Read what changes")
    assert strip(other_customer.get("/account")) == ""
    other_customer.get("/account/new-uses").form("/account/new-uses", "Yes").submit("Yes, you may")
    fold(act)
    assert answers(desk, *everybody) == [STOPPED, NOT_YET, NOT_YET]
    assert " by mail, 2 saw the strip, 2 opened it, 0 agreed" in editor.get("/staff/policy/versions/4").main

    # The day after it took effect.
    move(32)
    run_job("policy-take-effect")
    for browser in (desk, casey):
        browser.sign_in()
    assert "Paper Friends" in visitor.get("/privacy-policy").main
    assert answers(desk, *everybody) == [STOPPED, "yes", NOT_YET]

    # Who comes back late reads of it, decides, and has the same two weeks.
    page = casey.get("/account")
    assert "1 new use of your information" in strip(page)
    page.open("Choose").form("/account/new-uses", "Yes").submit("Yes, you may")
    assert answers(desk, casey.user_id) == [NOT_YET]
    move(15)
    assert answers(desk, *everybody) == [STOPPED, "yes", "yes"]


def swap(pair: tuple[str, ...]) -> Callable[[str], str]:
    """A rewording: the first words by the second, which must be there."""
    old, new = pair

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change
