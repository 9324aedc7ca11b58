"""Changes of the policy: posted with what is really done, dated, comparable, and at once where words get better."""

from datetime import timedelta

import pytest

from app.foundation import clock, rules, work
from app.foundation.acts import Act
from tests.pages import Browser
from tests.policies import Change, posted

OLD, NEW = "so that you notice", "so you notice"
REWORDED = Change(lambda text: text.replace(OLD, NEW), "Shorter words about links.")


@pytest.mark.promise("P82")
def test_a_changed_practice_is_posted_on_the_site(act: Act, visitor: Browser) -> None:
    assert "Quotes: 1 year." in visitor.get("/privacy-policy").main
    later = clock.now() + timedelta(days=31)
    work.unit(lambda: rules.set_value(act, "retention.quote-years", 2, later - timedelta(days=1), "customers ask"))
    longer = Change(REWORDED.reword, "Quotes are kept longer.", "widens")
    work.unit(lambda: posted(longer, later))
    page = visitor.get("/privacy-policy")
    assert "A new version takes effect on" in page.main
    assert "Quotes: 2 years." in visitor.get("/privacy-policy/versions/2").main
    assert "Quotes are kept longer." in visitor.get("/privacy-policy/changes").main


@pytest.mark.promise("P84")
def test_whoever_looks_back_finds_dates_every_version_and_what_changed(visitor: Browser) -> None:
    work.unit(lambda: posted(REWORDED))
    assert clock.spoken_date(clock.now()) in visitor.get("/privacy-policy").main
    listed = visitor.get("/privacy-policy/changes")
    assert listed.main.count(clock.spoken_date(clock.now())) >= 2
    for number in ("1", "2"):
        assert listed[f"a[href='/privacy-policy/versions/{number}']"], number
    shown = visitor.get("/privacy-policy/versions/2/changes")
    assert [element.text_content() for element in shown["main del"]] != []
    assert "that" in " ".join(element.text_content() for element in shown["main del"])


@pytest.mark.promise("P86")
def test_better_words_are_in_force_at_once(visitor: Browser) -> None:
    assert OLD in visitor.get("/privacy-policy").main
    work.unit(lambda: posted(REWORDED))
    page = visitor.get("/privacy-policy")
    assert NEW in page.main
    assert OLD not in page.main
    assert "A new version takes effect on" not in page.main
