"""The pages of the register of security measures: for everybody, and for staff who keep it."""

from collections.abc import Callable

from flask import Flask

from app.foundation import clock
from app.policy import measures
from app.policy.views import measures as views
from tests.measures import kept_register
from tests.pages import Browser, spaced
from tests.people import SignedIn

Staff = Callable[[str], SignedIn]
NEW = {
    "title": "Alarm system",
    "words": "Armed by whoever leaves last.",
    "kind": "physical",
    "owner": "Production lead",
    "every_days": "90",
}


def number_of(title: str) -> int:
    return next(line.id for line in (*views.measures(), *views.measures(ended=True)) if line.title == title)


def test_everybody_sees_names_and_days_but_neither_people_nor_details(visitor: Browser) -> None:
    kept_register()
    page = visitor.get("/privacy-policy/measures")
    assert "Locks at the plant" in page.main
    assert "in place" in page.main
    assert "Sam Vale" not in page.text
    assert "server room" not in page.text
    assert "Production lead" not in page.text
    assert page["#physical-measures time"]
    assert "Set-Cookie" not in page.response.headers


def test_the_register_is_kept_as_bytes_until_something_changes(visitor: Browser, staff_member: Staff) -> None:
    kept_register()
    first = visitor.get("/privacy-policy/measures").response.headers["ETag"]
    again = visitor.get("/privacy-policy/measures", headers={"If-None-Match": first})
    assert again.status == 304
    desk = staff_member("privacy-officer")
    desk.get("/staff/measures/new").form("/new").submit(**NEW)
    assert visitor.get("/privacy-policy/measures").response.headers["ETag"] != first


def test_an_empty_register_says_so(visitor: Browser, staff_member: Staff) -> None:
    assert "The register is empty" in visitor.get("/privacy-policy/measures").main
    assert "No measures yet" in staff_member("privacy-officer").get("/staff/measures").main


def test_a_measure_is_added_looked_at_changed_and_ended(app: Flask, staff_member: Staff, visitor: Browser) -> None:
    desk = staff_member("privacy-officer")
    page = desk.get("/staff/measures").open("Add a measure").form("/new").submit(**NEW).follow()
    assert page.h1 == "Alarm system"
    assert "not looked at yet" in page.main
    page = page.open("Record a look").form("/looks").submit(in_place="yes", note="Armed.", evidence="Folder 7").follow()
    assert "in place" in page.main
    assert [spaced(cell) for cell in page["#looks tbody tr td"]][1:3] == ["Armed.", "Folder 7"]
    page = page.open("Change it").form("/change").submit(owner="Front desk").follow()
    assert "Front desk" in page.main
    page = page.form("/ending").submit().follow()
    assert "This measure was ended" in page.main
    assert "Record a look" not in page.main
    assert "Alarm system, until" in desk.get("/staff/measures").main
    measures.forget()
    assert "Alarm system" not in visitor.get("/privacy-policy/measures").main


def test_what_is_due_stands_first_with_a_link_to_record_it(staff_member: Staff) -> None:
    desk = staff_member("privacy-officer")
    desk.get("/staff/measures/new").form("/new").submit(**NEW)
    page = desk.get("/staff/measures")
    assert "One measure needs a look" in page.main
    assert page.link("Alarm system") == f"/staff/measures/{number_of('Alarm system')}/looks"


def test_a_form_with_gaps_says_what_is_missing_and_keeps_what_was_typed(staff_member: Staff) -> None:
    desk = staff_member("privacy-officer")
    page = desk.get("/staff/measures/new").form("/new").submit(title="Alarm system", every_days="0")
    assert page.status == 422
    assert set(page.errors()) >= {"owner", "every_days"}
    assert page.form("/new").values()["title"] == "Alarm system"


def test_a_look_that_found_something_missing_needs_words(staff_member: Staff) -> None:
    kept_register()
    desk = staff_member("privacy-officer")
    address = f"/staff/measures/{number_of('Clean desks')}/looks"
    page = desk.get(address).form(address).submit(in_place="no")
    assert page.status == 422
    assert "what is missing" in page.errors()["note"]
    ahead = desk.get(address).form(address).submit(in_place="yes", done_on=f"{clock.now().year + 1}-01-31")
    assert "lies ahead" in ahead.errors()["done_on"]


def test_two_who_change_a_measure_at_once_lose_nothing(staff_member: Staff) -> None:
    kept_register()
    desk = staff_member("privacy-officer")
    address = f"/staff/measures/{number_of('Visitor book')}/change"
    early, late = desk.get(address).form(address), desk.get(address).form(address)
    assert early.submit(owner="Office").status == 303
    page = late.submit(owner="Reception")
    assert page.status == 422
    assert "Office" in page.main
    assert page.form(address).values()["owner"] == "Reception"
    assert page.form(address).submit().status == 303
    assert "Reception" in desk.get("/staff/measures").main


def test_ending_a_measure_that_changed_meanwhile_asks_again(staff_member: Staff) -> None:
    kept_register()
    desk = staff_member("privacy-officer")
    number = number_of("Visitor book")
    end = desk.get(f"/staff/measures/{number}").form("/ending")
    change = desk.get(f"/staff/measures/{number}/change").form("/change")
    assert change.submit(owner="Office").status == 303
    page = end.submit()
    assert page.status == 422
    assert page.form("/ending").submit().status == 303


def test_reviewers_read_the_register_and_do_not_keep_it(staff_member: Staff) -> None:
    kept_register()
    reviewer = staff_member("policy-reviewer")
    page = reviewer.get("/staff/measures").open("Locks at the plant")
    assert "Sam Vale" in page.main
    assert "Record a look" not in page.main
    assert reviewer.get("/staff/measures/new").status == 403
    assert reviewer.get("/staff/measures/4000000000").status == 404


def test_others_on_the_staff_do_not_see_it(staff_member: Staff) -> None:
    assert staff_member("prepress").get("/staff/measures").status == 403
