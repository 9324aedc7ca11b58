"""Each form of accounts with every kind of wrong input: a sentence beside the field, nothing lost, never a 500."""

from io import BytesIO

import pytest

from tests.pages import Browser
from tests.people import SignedIn, code_for

NASTY = {
    "empty": "",
    "blank": "   \u00a0\u3000",
    "too long": "x" * 5000,
    "emoji": "🙂" * 60,
    "control characters": "a\x00b\x1b[2J\x7f",
    "right to left": "\u202eevil\u202c",
    "markup": "<script>alert(1)</script>",
    "sql": "' OR 1=1; --",
    "lines": "a\r\nBcc: everyone@example.com",
    "the replacement of a broken letter": "\ufffd",
    "digits": "99999999999999999999",
    "negative": "-1",
    "combining": "e" + "\u0301" * 300,
}
OPEN = ["/register", "/register/code", "/sign-in", "/sign-in/code", "/sign-in/code/typed"]
SIGNED_IN = [
    "/account/profile", "/account/addresses/new", "/account/addresses/1", "/account/billing",
    "/account/security/password", "/account/security/email", "/account/security/email/code", "/sign-in/again",
]  # fmt: skip
HIDDEN = {"csrf_token"}


def send_everywhere(browser: Browser, path: str, nasty: str) -> None:
    """Send the text in every field of the form at once."""
    form = browser.get(path).form(path)
    names = form.names() - HIDDEN
    whole = form.submit(**dict.fromkeys(names, nasty))
    assert whole.status in {303, 422, 429}
    if whole.status == 422:
        assert whole.errors() or whole[".error-summary li"], whole.main


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("kind", NASTY)
def test_forms_for_everybody(visitor: Browser, path: str, kind: str) -> None:
    send_everywhere(visitor, path, NASTY[kind])


@pytest.mark.parametrize("path", SIGNED_IN)
def test_forms_of_an_account(customer: SignedIn, path: str) -> None:
    for kind, nasty in NASTY.items():
        assert customer.get("/account").status == 200, kind
        send_everywhere(customer, path, nasty)


def test_the_details_of_a_registration(visitor: Browser) -> None:
    page = visitor.get("/register").form("/register").submit(email="alex@example.com").follow()
    page.form("/register/code").submit(code=code_for("alex@example.com", "register"))
    for nasty in NASTY.values():
        send_everywhere(visitor, "/register/details", nasty)
        page = visitor.get("/register/details").form("/register/details").submit(full_name=nasty, billing="other")
        assert page.status == 422
        assert page.errors()["user_id"]


def test_what_was_typed_is_shown_again_letter_by_letter(customer: SignedIn) -> None:
    page = customer.get("/account/addresses/new").form("/account/addresses/new")
    page = page.submit(line1=NASTY["markup"], postal_code="<b>", region="Nowhere")
    assert page["#line1"][0].get("value") == NASTY["markup"]
    assert page["#postal_code"][0].get("value") == "<b>"
    assert "<script>alert" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize(
    "data", [{}, {"user_id": ["a", "b"]}, {"password": "x"}, {"csrf_token": "x" * 9000}, {"\x00": "\x00"}]
)
def test_a_body_that_no_form_of_ours_sends(visitor: Browser, data: dict[str, object]) -> None:
    for path in OPEN:
        assert visitor.post(path, dict(data)).status == 422


def test_a_file_where_text_belongs(visitor: Browser) -> None:
    token = visitor.get("/sign-in").form("/sign-in").values()["csrf_token"]
    for name in ("user_id", "password", "remember", "carried-to", "csrf_token"):
        page = visitor.post("/sign-in", {"csrf_token": token} | {name: (BytesIO(b"x"), "x.txt")})
        assert page.status == 422, name
