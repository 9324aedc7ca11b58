"""Whoever thinks that the policy is broken can reach the company, by letter and on the site itself."""

from collections.abc import Callable

import pytest

from tests.pages import Browser, spaced
from tests.people import SignedIn


@pytest.mark.promise("P85")
def test_a_doubt_about_a_clause_reaches_the_company_at_its_address_and_by_its_own_form(
    visitor: Browser, staff_member: Callable[[str], SignedIn]
) -> None:
    page = visitor.get("/privacy-policy")
    clause = next(part for part in page["section.chapter"] if part.cssselect("#contact"))
    assert "950 Lake Drive, Chanhassen, MN 55317" in spaced(clause)
    assert "950 Lake Drive" in visitor.get("/contact").main

    links = [str(link.get("href")) for link in page["details.keeping a"]]
    form = visitor.get(next(link for link in links if link.endswith("clause=log-retention")))
    sent = form.form("/privacy-policy/concerns/new").submit(message="I found a log line that is two years old.")
    assert sent.status == 303
    number = sent.location.rpartition("/")[2]
    desk = staff_member("privacy-officer").get("/staff/cases").open(number)
    assert "I found a log line that is two years old." in desk.main
    desk.form("/answers").submit(text="Thank you. It is gone, and so is its cause.", outcome="answered")
    assert "It is gone, and so is its cause." in visitor.get(sent.location).main
