"""Security measures are in place, online and in the buildings: dated looks, shown to everybody as they are."""

from collections.abc import Callable

import pytest

from app.foundation import work
from app.foundation.checks import State, look
from app.policy import measure_checks, measures
from app.policy.service import measures as service
from app.policy.views import measures as views
from tests.measures import act, kept_register, looked
from tests.pages import Browser, spaced
from tests.people import SignedIn

(CHECK,) = measure_checks.CHECKS


def shown(visitor: Browser, kind: str) -> dict[str, str]:
    """The public register: each measure of the kind with how it stands."""
    measures.forget()
    rows = visitor.get("/privacy-policy/measures")[f"#{kind}-measures tbody tr"]
    return {spaced(row.cssselect("th")[0]): spaced(row.cssselect("td")[-1]) for row in rows}


def named(title: str) -> int:
    """The number of the measure."""
    return next(line.id for line in views.measures() if line.title == title)


def recorded(desk: Browser, title: str, found: str, note: str) -> None:
    """Staff record by the form what they found today."""
    address = f"/staff/measures/{named(title)}/looks"
    answer = desk.get(address).form(address).submit(in_place=found, note=note)
    assert answer.status == 303, answer.text


@pytest.mark.promise("P71")
def test_an_online_measure_that_is_missing_is_told_until_it_is_back(
    visitor: Browser, staff_member: Callable[[str], SignedIn]
) -> None:
    kept_register()
    assert set(shown(visitor, "online").values()) == {"in place"}
    desk = staff_member("privacy-officer")
    recorded(desk, "Encryption of disks", "no", "A new machine came without it.")
    assert shown(visitor, "online")["Encryption of disks"] == "not in place"
    assert look(CHECK).state == State.FAILING
    recorded(desk, "Encryption of disks", "yes", "Encrypted now.")
    assert shown(visitor, "online")["Encryption of disks"] == "in place"
    assert look(CHECK).state == State.KEPT


@pytest.mark.promise("P72")
def test_a_measure_in_the_buildings_that_nobody_looked_at_in_time_is_told(
    visitor: Browser, staff_member: Callable[[str], SignedIn]
) -> None:
    work.unit(lambda: service.fill_first(act()) and None)
    for line in views.measures():
        looked(line.id, days_ago=45 if line.title == "Locks at the plant" else 1)
    assert shown(visitor, "physical")["Locks at the plant"] == "look overdue"
    assert look(CHECK).state == State.FAILING
    recorded(staff_member("privacy-officer"), "Locks at the plant", "yes", "All locked.")
    assert set(shown(visitor, "physical").values()) == {"in place"}
    assert look(CHECK).state == State.KEPT
