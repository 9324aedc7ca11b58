"""A customer's file on its page: what was found, the pictures, a new file, its end."""

from collections.abc import Callable

import pytest
from werkzeug.http import parse_options_header

from app.foundation import files
from tests.pages import Browser
from tests.unit.artwork.print_files import (
    CARD,
    OTHER_KINDS,
    bomb,
    card,
    document,
    locked,
    many_pages,
    saved,
    with_text_in_nested_forms,
)
from tests.web.artwork.conftest import Keep, SignIn

RunJob = Callable[[str], None]


def test_a_good_file_shows_its_picture_and_that_nothing_is_to_mend(customer: Browser, keep: Keep) -> None:
    page = customer.get(f"/artwork/{keep(sides=2)}")
    assert page.h1 == "Your artwork"
    assert "We found nothing to mend" in page.main
    assert "card.pdf" in page.main
    assert "The solid line is where we cut." in page.main
    (picture,) = page["figure image"]
    answer = customer.get(str(picture.get("href"))).response
    assert answer.content_type == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert [link.get("href") for link in page["nav[aria-label^=Pages] a"]] == ["/artwork/1?page=1", "/artwork/1?page=2"]
    thumbnail = customer.get(str(page["nav img"][1].get("src"))).response
    assert thumbnail.data.startswith(b"\xff\xd8\xff")


def test_another_page_is_shown_when_asked_for_and_nonsense_shows_the_first(customer: Browser, keep: Keep) -> None:
    artwork = keep(sides=2)
    for asked, shown in (("2", 2), ("99", 1), ("-1", 1), ("²", 1), ("a" * 5000, 1), ("", 1)):
        page = customer.get(f"/artwork/{artwork}", query={"page": asked})
        assert str(page["figure svg"][0].get("aria-label")).startswith(f"Page {shown} of")


def test_a_file_that_waits_says_so(customer: Browser, keep: Keep) -> None:
    page = customer.get(f"/artwork/{keep(check=False)}")
    assert "We are looking at your file." in page.main
    assert page.link("See whether it is done") == "/artwork/1"
    assert page["figure"] == []


def test_findings_stand_in_the_order_of_their_weight_with_rings_and_recipes(customer: Browser, keep: Keep) -> None:
    page = customer.get(f"/artwork/{keep(saved(document([CARD])))}")
    assert "This file needs a change before we can print it." in page.main
    (first, *rest) = page["ol.topics li"]
    assert "no bleed on all four edges" in first.text_content()
    assert "How to fix it:" in first.text_content()
    assert len(page["figure rect"]) == 8
    assert [item.text for item in page["figure text"]] == ["1"] * 4
    assert rest


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (card()[:-30], "ends too soon"),
        (locked("secret"), "locked with a password"),
        (many_pages(10_000), "10,000 pages"),
        (with_text_in_nested_forms(3), "not in the file: Helvetica"),
        (bomb(), "Our check broke off"),
    ],
    ids=["truncated", "locked", "ten thousand pages", "font", "bomb"],
)
def test_each_troubled_file_gets_its_sentence_and_the_site_goes_on(
    customer: Browser, keep: Keep, data: bytes, sentence: str
) -> None:
    page = customer.get(f"/artwork/{keep(data)}")
    assert page.status == 200
    assert sentence in page.main
    assert customer.get("/account/profile").status == 200


def test_a_new_file_takes_the_place_of_the_old_one(customer: Browser, keep: Keep, run_job: RunJob) -> None:
    page = customer.get(f"/artwork/{keep(saved(document([CARD])))}")
    answer = page.form("/artwork/1").submit(artwork=("better.pdf", card()))
    assert answer.status == 303
    shown = answer.follow()
    assert "We have the new file." in shown.text
    assert "better.pdf" in shown.main
    run_job("check-artwork")
    assert "We found nothing to mend" in customer.get("/artwork/1").main


@pytest.mark.parametrize(("said", "data"), OTHER_KINDS.items())
def test_a_new_file_that_is_no_pdf_gets_a_sentence_beside_the_field(
    customer: Browser, keep: Keep, said: str, data: bytes
) -> None:
    page = customer.get(f"/artwork/{keep()}")
    answer = page.form("/artwork/1").submit(artwork=("card.pdf", data))
    assert answer.status == 422
    assert f"This is {said}, and we print from PDF." in answer.errors()["artwork"]


def test_sending_the_form_without_a_file_asks_for_one(customer: Browser, keep: Keep) -> None:
    answer = customer.get(f"/artwork/{keep()}").form("/artwork/1").submit(artwork=None)
    assert answer.status == 422
    assert answer.errors()["artwork"] == "Please choose the PDF to send."


def test_the_script_is_told_where_to_go_on_and_the_message_waits_there(customer: Browser, keep: Keep) -> None:
    form = customer.get(f"/artwork/{keep()}").form("/artwork/1")
    values = form.values() | {"artwork": ("better.pdf", card())}
    answer = customer.post("/artwork/1", _with_file(values), headers={"X-Upload-Progress": "1"})
    assert answer.status == 200
    assert answer.location == "/artwork/1"
    assert "We have the new file." in customer.get("/artwork/1").text


def _with_file(values: dict[str, object]) -> dict[str, object]:
    from io import BytesIO

    return {
        name: (BytesIO(value[1]), value[0]) if isinstance(value, tuple) else value for name, value in values.items()
    }


def test_a_file_is_deleted_by_button_and_its_page_is_gone(customer: Browser, keep: Keep, run_job: RunJob) -> None:
    page = customer.get(f"/artwork/{keep()}")
    answer = page.form("/delete").submit()
    assert (answer.status, answer.location) == (303, "/orders")
    assert customer.get("/artwork/1").status == 404
    run_job("sweep-artwork")
    assert files.store().keys("artwork") == []


def test_a_stale_token_changes_nothing(customer: Browser, keep: Keep) -> None:
    keep()
    assert customer.post("/artwork/1/delete", {"csrf_token": "old"}).status == 422
    assert customer.post("/artwork/1", {"csrf_token": "old"}).status == 422
    assert customer.get("/artwork/1").status == 200


@pytest.mark.parametrize(
    "name",
    [
        "card.pdf",
        'x"; filename="evil.html',
        "line\r\nSet-Cookie: a=b.pdf",
        "名片 Zoë.pdf",
        "..\\..\\boot.ini",
        "<script>alert(1)</script>.pdf",
        "a" * 5000 + ".pdf",
        "\u202efdp.exe",
    ],
)
def test_the_file_comes_back_as_an_attachment_whatever_its_name(customer: Browser, keep: Keep, name: str) -> None:
    artwork = keep(name=name)
    answer = customer.get(f"/artwork/{artwork}/file").response
    assert answer.data == card()
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.headers.getlist("Content-Disposition")) == 1
    kind, options = parse_options_header(answer.headers["Content-Disposition"])
    assert kind == "attachment"
    assert options["filename"].isprintable()
    page = customer.get(f"/artwork/{artwork}")
    assert page["script:not([src])"] == []


PLACES = ("", "/file", "/pages/1/picture", "/pages/1/thumbnail")


@pytest.mark.parametrize("place", PLACES)
def test_another_customers_file_is_not_found(other_customer: Browser, keep: Keep, place: str) -> None:
    assert other_customer.get(f"/artwork/{keep()}{place}").status == 404


@pytest.mark.parametrize("place", PLACES)
def test_what_does_not_exist_is_not_found(customer: Browser, keep: Keep, place: str) -> None:
    keep()
    assert customer.get(f"/artwork/99{place}").status == 404
    assert customer.get(f"/artwork/{10**30}{place}").status == 404
    assert customer.get("/artwork/1/pages/7/picture").status == 404
    assert customer.get(f"/artwork/1/pages/{10**30}/thumbnail").status == 404


def test_another_customer_can_neither_replace_nor_delete(
    other_customer: Browser, customer: Browser, keep: Keep
) -> None:
    keep()
    token = other_customer.get("/account/profile")["input[name=csrf_token]"][0].get("value")
    assert other_customer.post("/artwork/1/delete", {"csrf_token": token}).status == 404
    assert other_customer.post("/artwork/1", {"csrf_token": token}).status == 404
    assert customer.get("/artwork/1").status == 200


@pytest.mark.parametrize("place", PLACES)
def test_a_visitor_is_asked_to_sign_in(visitor: Browser, keep: Keep, place: str) -> None:
    answer = visitor.get(f"/artwork/{keep()}{place}")
    assert answer.status in {302, 303}
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("place", PLACES)
def test_staff_with_the_permission_see_every_file(sign_in: SignIn, keep: Keep, place: str) -> None:
    artwork = keep()
    assert sign_in("pat.prepress", "prepress").get(f"/staff/artwork/{artwork}{place}").status == 200


@pytest.mark.parametrize("place", PLACES)
def test_staff_without_the_permission_and_customers_do_not(
    sign_in: SignIn, customer: Browser, keep: Keep, place: str
) -> None:
    artwork = keep()
    assert sign_in("max.marketing", "marketing").get(f"/staff/artwork/{artwork}{place}").status == 403
    assert customer.get(f"/staff/artwork/{artwork}{place}").status == 403


def test_opening_a_file_as_staff_is_written_down_before_the_answer(
    sign_in: SignIn, keep: Keep, settings: object
) -> None:
    artwork = keep()
    browser = sign_in("pat.prepress", "prepress")
    browser.get(f"/staff/artwork/{artwork}")
    browser.get(f"/staff/artwork/{artwork}/file")
    written = "".join(path.read_text() for path in (settings.instance / "facts").glob("*.jsonl"))  # type: ignore[attr-defined]
    assert written.count('"kind":"artwork.read"') == 2
    assert f'"staff":{browser.account_id}' in written  # type: ignore[attr-defined]
