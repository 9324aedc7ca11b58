"""Breaches of the checks of the accounts room."""

import base64
import secrets
from typing import Any

from flask import Flask, Response
from sqlalchemy import text

from app.accounts.hashing import Hasher
from app.accounts.service import open_account, profile
from app.foundation import access, clock, codes, jobs, work
from app.foundation.acts import Act, Actor
from tests.evidence.breach import Breach, Patch, edit
from tests.people import person
from tests.policies import agreement

STRONG = Hasher()


def own_visitor(_app: Flask) -> None:
    """The account in which the checks sign in."""
    jobs.run_now("own-visitor")


def a_customer(_app: Flask) -> None:
    """Somebody who registered, with a password scrambled as a real shop does it."""
    stored = STRONG.hash("nine kites over the mill")
    everything = {"user_id": "For your account.", "greeting": "For writing to you."}
    new = person("alex.kim", "Alex Kim")
    new.purposes.update(everything)
    act = Act(Actor("visitor"), clock.now(), 1)
    work.unit(lambda: open_account(act, new, stored) and None)


def no_access_check(_app: Flask, patch: Patch) -> None:
    """Every page opens for everybody."""
    patch.setattr(access, "_check_viewer", lambda _mark: None)


def any_password(_app: Flask, patch: Patch) -> None:
    """Any password fits."""
    patch.setattr(Hasher, "verify", lambda *_: True)


def talkative_cookie(_app: Flask, patch: Patch) -> None:
    """A cookie's number begins with what the profile holds."""

    def token(_bits: int = 256) -> str:
        said = base64.urlsafe_b64encode(b'{"name":"Our Own"}' + secrets.token_bytes(14)).decode()
        return said.rstrip("=")

    patch.setattr(codes, "random_token", token)


def cookie_without_its_flag(flag: str, value: Any) -> Any:
    """Cookies are set without one of their flags."""

    def breach(_app: Flask, patch: Patch) -> None:
        made = Response.set_cookie

        def set_cookie(answer: Any, name: str, content: str = "", **settings: Any) -> None:
            made(answer, name, content, **settings | {flag: value})

        patch.setattr("flask.wrappers.Response.set_cookie", set_cookie)

    return breach


def forgetful_cookie(_app: Flask, patch: Patch) -> None:
    """The remember cookie is not exchanged for a session."""
    patch.setattr("app.accounts.login._exchange", lambda _token: None)


def a_cookie_everywhere(app: Flask, patch: Patch) -> None:
    """Every answer sets a cookie, whatever its page holds."""
    handed = app.process_response

    def with_cookie(response: Any) -> Any:
        answer = handed(response)
        answer.set_cookie("seen", "1", secure=True)
        return answer

    patch.setattr(app, "process_response", with_cookie)


def changes_are_lost(_app: Flask, patch: Patch) -> None:
    """Saving changes nothing."""
    patch.setattr(profile, "change", lambda *_a, **_k: None)


def weak_password(_app: Flask, _patch: Patch) -> None:
    """One stored password is scrambled with next to no work."""
    edit(text("UPDATE account SET password_hash = :weak"), weak=Hasher(memory_kib=64, passes=1).hash("x"))


def strong_password(_app: Flask) -> None:
    edit(text("UPDATE account SET password_hash = :strong"), strong=STRONG.hash("x"))


def origin_lost(_app: Flask, _patch: Patch) -> None:
    """What was said to be the purpose of the name at registration is gone."""
    edit(text("UPDATE field_value SET purpose = '' WHERE field = 'name'"))


def origin_found(_app: Flask) -> None:
    edit(text("UPDATE field_value SET purpose = 'For your orders.' WHERE field = 'name'"))


def an_area_with_its_agreement(app: Flask) -> None:
    """The own visitor, the agreement of an area, and a detail that was gathered there."""
    own_visitor(app)
    a_customer(app)
    work.unit(lambda: agreement("ordering") and None)
    edit(text("UPDATE field_value SET agreement = 'ordering', agreement_version = 1, policy_version = 1"))


def no_area_asks(_app: Flask, patch: Patch) -> None:
    """Whoever is signed in enters every area."""
    patch.setattr(access, "_check_area", lambda _slug: None)


def number_lost(_app: Flask, _patch: Patch) -> None:
    """The policy's number beside what was gathered in an area is gone."""
    edit(text("UPDATE field_value SET policy_version = NULL WHERE field = 'name'"))


def number_found(_app: Flask) -> None:
    edit(text("UPDATE field_value SET policy_version = 1 WHERE field = 'name'"))


ACCOUNTS: dict[str, Breach] = {
    "agreement-numbered": Breach(number_lost, an_area_with_its_agreement, number_found),
    "areas-ask-agreement": Breach(no_area_asks, an_area_with_its_agreement),
    "areas-closed": Breach(no_access_check, own_visitor),
    "cookie-contents": Breach(talkative_cookie, own_visitor),
    "cookie-recognizes": Breach(forgetful_cookie, own_visitor),
    "no-cookie-without-form": Breach(a_cookie_everywhere),
    "own-values-shown": Breach(changes_are_lost, own_visitor),
    "passwords-scrambled": Breach(weak_password, a_customer, strong_password),
    "registration-set": Breach(origin_lost, a_customer, origin_found),
}
