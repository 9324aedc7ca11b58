"""For those who do not take our word: the self-test kit, every claim for programs, and the exact text of a version."""

from flask import Blueprint, Response, current_app, render_template

from app.audit import heads
from app.config import Settings
from app.foundation import page_cache
from app.foundation.access import public
from app.foundation.errors import Missing
from app.policy import evidence, service, timetable
from app.policy.claims import claims, failing
from app.policy.verifying import Known, Where, proofs
from app.policy.views import PublishedVersion
from app.policy.views.texts import text_of

blueprint = Blueprint("policy_proofs", __name__, url_prefix="/privacy-policy")


@blueprint.get("/verify")
@public
def verify() -> Response:
    """Commands, and what they print."""
    head = heads.newest()
    return page_cache.page(("policy", "verify", evidence.stamp(), head), _kit)


@blueprint.get("/claims.json")
@public
def claims_json() -> Response:
    """Every clause, its kind, its checks and how they stand."""
    key = ("policy", "claims", evidence.stamp())
    return page_cache.page(key, lambda: claims(_in_force(), _settings().base_url), "application/json")


@blueprint.get("/versions/<int:no>/text")
@public
def exact_text(no: int) -> Response:
    """The text of a version, byte for byte as its SHA-256 covers it."""
    return page_cache.page(("policy", "bytes", no), lambda: _text(no), "text/plain; charset=utf-8")


def _kit() -> str:
    shown, settings = _in_force(), _settings()
    posted = [line.no for line in service.history()]
    known = Known(shown.line, max(posted), heads.newest(), failing(shown))
    where = Where(settings.base_url, settings.plain_port)
    headings = {clause.anchor: clause.heading for clause in shown.clauses}
    return render_template(
        "policy/verify.html", proofs=proofs(where, known), headings=headings, own_authority=not settings.tls_cert
    )


def _in_force() -> PublishedVersion:
    number = timetable.number_in_force()
    shown = service.published(number) if number is not None else None
    if shown is None:
        raise Missing
    return shown


def _text(no: int) -> str:
    text = text_of(no)
    if text is None:
        raise Missing
    return text


def _settings() -> Settings:
    found: Settings = current_app.extensions["shop.settings"]
    return found
