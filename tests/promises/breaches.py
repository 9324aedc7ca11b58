"""How each promise's keeper is disabled: with it, the promise's test must turn red.

A breach takes the keeper away and nothing else, so that a test which still passes proves nothing about it.
"""

import base64
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import trustme
from flask import Flask, Response

from app.accounts import login, sessions
from app.accounts.hashing import Hasher
from app.accounts.routes import account
from app.accounts.service import devices, opening
from app.extensions import talisman
from app.foundation import access, codes, forms
from app.foundation.forms import Choice
from app.orders.service import placing
from app.people import service as people
from app.permissions import facts as gate_facts
from app.permissions.purposes import PURPOSES, REQUEST, YES
from app.permissions.service import deciding
from app.visits import counting, extended_log, log_file
from tests.promises.account_breaches import ACCOUNT
from tests.promises.agreement_breaches import AGREEMENTS
from tests.promises.asking_breaches import ASKING
from tests.promises.by_mail_breaches import BY_MAIL
from tests.promises.campaigns_breaches import CAMPAIGNS
from tests.promises.correction_breaches import CORRECTING
from tests.promises.distribution_breaches import DISTRIBUTION
from tests.promises.evidence_breaches import EVIDENCE
from tests.promises.links_breaches import LINKS
from tests.promises.mail_breaches import SAFE_MAIL
from tests.promises.measures_breaches import MEASURES
from tests.promises.new_use_breaches import NEW_USES
from tests.promises.policy_breaches import POLICY
from tests.promises.security_breaches import SECURITY
from tests.promises.stopping_breaches import STOPPING

Breach = Callable[[Flask, pytest.MonkeyPatch], None]
Patch = pytest.MonkeyPatch


def no_access_check(_app: Flask, patch: Patch) -> None:
    """Every page opens for everybody."""
    patch.setattr(access, "_check_viewer", lambda _mark: None)


def any_password(_app: Flask, patch: Patch) -> None:
    """Any password fits."""
    patch.setattr(Hasher, "verify", lambda *_: True)


def nothing_told(_app: Flask, patch: Patch) -> None:
    """What is volunteered at registration is not written down with its origin."""
    patch.setattr(opening, "_tell", lambda *_: None)


def no_address(_app: Flask, patch: Patch) -> None:
    """The address given at registration is dropped."""
    patch.setattr(opening, "_addresses", lambda *_: None)


def silent_purposes(_app: Flask, patch: Patch) -> None:
    """Fields do not say what they are for."""
    patch.setattr(forms.Drawn, "purpose", property(lambda _field: "", lambda _field, _text: None), raising=False)


def card_numbers_pass(_app: Flask, patch: Patch) -> None:
    """A card number is taken like any other text."""
    patch.setattr(forms, "holds_card_number", lambda _text: False)


def orders_forget(_app: Flask, patch: Patch) -> None:
    """The order does not keep what was typed about delivery and telephone."""
    kept = placing._frozen

    def frozen(*given: Any) -> Any:
        order = kept(*given)
        order.phone, order.delivery = "", None
        return order

    patch.setattr(placing, "_frozen", frozen)


def headless_log(_app: Flask, patch: Patch) -> None:
    """The log says nothing about its format."""
    patch.setattr(log_file, "header", lambda *_: b"")


def timeless_log(_app: Flask, patch: Patch) -> None:
    """A line holds everything but its moment."""
    patch.setattr(log_file.LogWriter, "_append", _without_moment(log_file.LogWriter._append))


def _without_moment(append: Callable[[Any, bytes], None]) -> Callable[[Any, bytes], None]:
    """Lines lose their first nineteen characters, date and time."""
    return lambda log, line: append(log, line if line.startswith(b"#") else b"-" * 19 + line[19:])


def unreferred_log(_app: Flask, patch: Patch) -> None:
    """The referring address is left out."""
    patch.setattr(extended_log, "referrer", lambda *_: "-")


def agentless_log(_app: Flask, patch: Patch) -> None:
    """The browser's type is left out."""
    patch.setattr(extended_log, "quoted", lambda *_: "-")


def addressless_log(_app: Flask, patch: Patch) -> None:
    """The IP address is left out."""
    written = extended_log.bare
    patch.setattr(extended_log, "bare", lambda text: "-" if text.startswith("203.") else written(text))


def no_billing_question(_app: Flask, patch: Patch) -> None:
    """Registration does not ask for billing information."""
    asked = Choice.options.fget  # type: ignore[attr-defined]  # a property
    patch.setattr(Choice, "options", property(lambda f: [] if f.name == "billing" else asked(f)))


def cookies_everywhere(_app: Flask, patch: Patch) -> None:
    """Every answer sets the session's cookie for a year, and another one to count by."""
    save = sessions.ServerSessions.save_session

    def keen(self: Any, app: Flask, session: Any, response: Any) -> None:
        save(self, app, session, response)
        response.set_cookie("__Host-visits", codes.random_token(), max_age=365 * 24 * 3600, path="/", secure=True)

    patch.setattr(sessions.ServerSessions, "save_session", keen)


def cookie_means_nothing(_app: Flask, patch: Patch) -> None:
    """The number in the cookie leads to no row."""
    patch.setattr("app.accounts.views.open_session", lambda *_a, **_k: None)


def cookie_of_a_stranger(_app: Flask, patch: Patch) -> None:
    """Whoever has a cookie is greeted without the profile behind it."""
    card = account.account_card
    patch.setattr(account, "account_card", lambda who: replace(card(who), name="", greeting="", phone=None))
    patch.setattr(people, "standing", lambda _person: {})


def talkative_cookie(_app: Flask, patch: Patch) -> None:
    """A cookie's number begins with the customer's name."""

    def token(_bits: int = 256) -> str:
        text = base64.urlsafe_b64encode(b'{"name":"Alex Kim"}' + secrets.token_bytes(13)).decode()
        return text.rstrip("=")

    patch.setattr(codes, "random_token", token)
    patch.setattr(devices, "_derived", lambda *_: token())


def forgetful_cookie(_app: Flask, patch: Patch) -> None:
    """The remember cookie is not exchanged for a session."""
    patch.setattr(login, "_exchange", lambda _token: None)


def cookie_for_the_domain(_app: Flask, patch: Patch) -> None:
    """Cookies are sent wherever a link leads from, scripts included."""
    made = Response.set_cookie

    def set_cookie(answer: Any, name: str, value: str = "", **settings: Any) -> None:
        made(answer, name, value, **settings | {"samesite": "None", "httponly": False})

    patch.setattr(sessions.Response, "set_cookie", set_cookie)


def plain_http(_app: Flask, patch: Patch) -> None:
    """Talisman does not ask for HTTPS."""
    patch.setattr(talisman, "force_https", False)


def certificate_of_another(_app: Flask, patch: Patch) -> None:
    """The server shows a certificate with somebody else's name."""
    issue = trustme.CA.issue_cert
    patch.setattr(trustme.CA, "issue_cert", lambda ca, *_names: issue(ca, "somebody-else.example"))


def no_tls(_app: Flask, patch: Patch) -> None:
    """The server speaks in clear, so nothing confirms what arrives."""
    patch.setattr("tests.promises.test_transport.OVER_TLS", False)


def versionless(app: Flask, patch: Patch) -> None:
    """Nobody notes which policy version is in force."""
    patch.setitem(app.extensions, "shop.policy_version", lambda: None)


def nothing_named(_app: Flask, patch: Patch) -> None:
    """The policy's version names no purpose at all."""
    patch.setattr(deciding, "promised", lambda *_: frozenset())


def improving_cannot_be_stopped(_app: Flask, patch: Patch) -> None:
    """A stop does not reach the improving of site and services."""
    _redraw(patch, "improve", stoppable=False)


def uncounted(_app: Flask, patch: Patch) -> None:
    """Nobody counts which pages are read."""
    patch.setattr(counting, "_found", dict)


def marketing_for_everybody(_app: Flask, patch: Patch) -> None:
    """Marketing is mailed to any address that is known."""
    _redraw(patch, "marketing", email=YES)


def tick_means_nothing(_app: Flask, patch: Patch) -> None:
    """Leaving out the tick at registration refuses nothing."""
    patch.setattr(opening.permissions, "stop", lambda *_a, **_k: 0)


def any_question_will_do(_app: Flask, patch: Patch) -> None:
    """Whoever asked anything is taken to have asked for marketing by post and telephone."""
    _redraw(patch, "marketing", post=REQUEST, phone=REQUEST)


def stops_are_forgotten(_app: Flask, patch: Patch) -> None:
    """The gate does not look for stops."""
    patch.setattr(gate_facts, "standing_stop", lambda *_: None)
    patch.setattr(gate_facts, "_suppressed", lambda *_: False)


def surveys_by_post(_app: Flask, patch: Patch) -> None:
    """A postal address brings surveys."""
    _redraw(patch, "survey", post=YES)


def surveys_by_telephone(_app: Flask, patch: Patch) -> None:
    """A telephone number brings surveys."""
    _redraw(patch, "survey", phone=YES)


def _redraw(patch: Patch, purpose: str, **changed: Any) -> None:
    """Change one row of the gate's table."""
    patch.setitem(PURPOSES, purpose, replace(PURPOSES[purpose], **changed))


BREACHES: dict[str, Breach] = {
    "P3": nothing_named,
    "P4": improving_cannot_be_stopped,
    "P5": uncounted,
    "P7": marketing_for_everybody,
    "P8": no_access_check,
    "P9": any_password,
    "P10": tick_means_nothing,
    "P11": cookies_everywhere,
    "P17": nothing_told,
    "P18": no_address,
    "P19": silent_purposes,
    "P20": card_numbers_pass,
    "P21": orders_forget,
    "P27": headless_log,
    "P28": timeless_log,
    "P29": unreferred_log,
    "P30": agentless_log,
    "P31": addressless_log,
    "P35": no_billing_question,
    "P43": any_question_will_do,
    "P54": cookie_means_nothing,
    "P55": cookie_of_a_stranger,
    "P56": talkative_cookie,
    "P57": forgetful_cookie,
    "P58": cookie_for_the_domain,
    "P63": stops_are_forgotten,
    "P65": surveys_by_post,
    "P66": surveys_by_telephone,
    **AGREEMENTS,
    **ACCOUNT,
    **ASKING,
    **CAMPAIGNS,
    **CORRECTING,
    **DISTRIBUTION,
    **EVIDENCE,
    **LINKS,
    **MEASURES,
    **NEW_USES,
    **SAFE_MAIL,
    **SECURITY,
    **STOPPING,
    **POLICY,
    "P77": plain_http,
    "P78": certificate_of_another,
    "P79": no_tls,
    "P87": versionless,
}


def _together(first: Breach | None, second: Breach) -> Breach:
    """A promise that is kept in two ways is broken in both."""

    def apply(app: Flask, patch: pytest.MonkeyPatch) -> None:
        if first is not None:
            first(app, patch)
        second(app, patch)

    return apply


BREACHES |= {number: _together(BREACHES.get(number), breach) for number, breach in BY_MAIL.items()}
