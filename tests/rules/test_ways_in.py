"""A session begins by the ways that `docs/access.md` lists and by no other, and nobody is asked a secret question."""

import ast
from pathlib import Path

from flask import Flask

from app.config import ROOT
from tests.pages import Browser
from tests.people import SignedIn, code_for
from tests.rules.driving import ask
from tests.rules.source import called, copy_of_the_house, plant, trees

OPENS = {"devices.sign_in", "devices.exchange", "second.first_done", "WebSession"}
"""What makes a session, or hands on to what makes one."""
WAYS = {
    "app/accounts/service/sign_in.py:by_password": "user ID or e-mail address, and the password",
    "app/accounts/service/sign_in.py:again": "the password once more, of whoever is signed in",
    "app/accounts/service/sign_in.py:by_code": "a code mailed to the account's address",
    "app/accounts/service/registration.py:finish": "an account that was opened just now",
    "app/accounts/service/staff_invitations.py:accept": "an invitation of staff",
    "app/accounts/service/factors/second.py:first_done": "the first factor, where the account has no second one",
    "app/accounts/service/factors/second.py:_finish": "the second factor after the first, or a passkey alone",
    "app/accounts/login.py:_exchange": "a remembered device",
    "app/accounts/service/devices.py:_open": "where all of them end: the row itself",
    "app/accounts/service/devices.py:keep_messages": "a visitor's row, which names no account",
}
"""Each function that begins a session, and what somebody gave for it."""
ASKED = {
    "user_id", "password", "remember", "code", "email", "credential", "csrf_token", "next", "full_name", "greeting",
    "agree", "marketing", "billing", "line1", "line2", "city", "region", "postal_code", "country", "company",
}  # fmt: skip
"""Everything that somebody is asked before they are signed in; a hint and a mother's name are not among it."""


def openers(root: Path) -> set[str]:
    """Every function that begins a session."""
    found = set()
    for name, tree in trees(root, "app"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(call in OPENS for call, _node in called(node)):
                found.add(f"{name}:{node.name}")
    return found


def test_a_session_begins_by_the_listed_ways_only() -> None:
    assert openers(ROOT) == set(WAYS)


def test_another_way_in_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(house, "app/accounts/backdoor.py", "def enter(act, visit):\n    return devices.sign_in(act, 1, visit)")
    assert openers(house) - set(WAYS) == {"app/accounts/backdoor.py:enter"}


def asked(visitor: Browser) -> set[str]:
    """The names of all fields on the way to a sign-in."""
    pages = [visitor.get(path) for path in ("/sign-in", "/sign-in/code", "/register")]
    pages.append(pages[1].form("/sign-in/code").submit(email="casey@example.com").follow())
    pages.append(pages[2].form("/register").submit(email="casey@example.com").follow())
    pages.append(pages[-1].form("/register/code").submit(code=code_for("casey@example.com", "register")).follow())
    names = {str(field.get("name")) for page in pages for field in page["main form [name]"]}
    return {name.removeprefix("billing_") for name in names}


def test_no_form_asks_a_secret_question(visitor: Browser) -> None:
    names = asked(visitor)
    assert {"user_id", "password", "code", "email"} <= names <= ASKED, names - ASKED


def test_no_number_in_an_address_and_no_header_signs_anybody_in(app: Flask, customer: SignedIn) -> None:
    token = customer.cookies()["__Host-session"]
    stranger = Browser(app)
    for path in (f"/account?session={token}", f"/account?__Host-session={token}"):
        assert stranger.get(path).status == 303
    for name in ("Authorization", "X-Session", "X-Forwarded-User", "Remote-User"):
        assert ask(stranger, "GET", "/account", headers={name: token}) == 303
        assert ask(stranger, "GET", "/account", headers={name: "alex.kim"}) == 303
