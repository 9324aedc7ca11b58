"""Whether the link in each mail that nobody ordered works for a stranger, and reading it changes nothing."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.foundation import codes, recent, rules
from app.foundation.checks import Check, Result, failing, verdict
from app.foundation.database import db, looking
from app.foundation.own_site import own_site
from app.mail.models import OutboxMail, StopLink
from app.mail.service import stop_links
from app.mail.stop_addresses import LENGTH, token_of
from app.permissions import views as gate

ASKED = ("order", "billing", "account", "requested", "policy_notice")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
NOBODYS = "0" * LENGTH
"""A token that is in no mail."""


@dataclass(frozen=True)
class Seen:
    """What the newest such mails say: how many, how many lead nowhere, and the newest one's token and address."""

    count: int
    dead: int
    token: str = ""
    address_key: str = ""


def links_work() -> Result:
    """A program without a cookie is heard and not sent elsewhere; the newest link has its button and stays as it is."""
    answer = own_site().post(f"/u/{NOBODYS}", ONE_CLICK)
    if answer.status != 404 or answer.cookies or not answer.header("content-type").startswith("text/plain"):
        return failing(f"A mail program that follows a link got {answer.status} instead of a plain answer.")
    with looking():
        seen = _newest()
    words = f"{recent.counted(seen.count, 'such mail')} in {recent.days()} days"
    if seen.dead:
        return failing(f"{words}; the link of {seen.dead:,} of them leads nowhere.")
    if seen.token and not _shows_its_button(seen):
        return failing(f"{words}; the link of the newest one does not work.")
    return verdict(True, f"{words}, each with a link that works; a program is heard without a cookie or a sign-in.")


def _newest() -> Seen:
    query = select(OutboxMail).where(
        OutboxMail.state == "sent", OutboxMail.purpose.not_in(ASKED), recent.newest(OutboxMail, OutboxMail.queued_at)
    )
    most = rules.whole("evidence.mails")
    rows = list(db.session.scalars(query.order_by(OutboxMail.id.desc()).limit(most)))
    digests = {codes.digest(token_of(row)): row.reference for row in rows}
    held = select(StopLink.token_sha256, StopLink.reference).where(StopLink.token_sha256.in_(digests))
    found = {row.token_sha256: row.reference for row in db.session.execute(held)}
    dead = sum(found.get(digest) != reference for digest, reference in digests.items())
    if not rows or dead:
        return Seen(len(rows), dead)
    token = token_of(rows[0])
    link = stop_links.find(token)
    return Seen(len(rows), dead, token, link.address_key if link else "")


def _shows_its_button(seen: Seen) -> bool:
    """Whether the page of the newest link has its button, sets no cookie, and looking at it stops nothing."""
    before = _said(seen.address_key)
    page = own_site().get(f"/u/{seen.token}")
    works = page.status == 200 and f'action="/u/{seen.token}' in page.text and not page.cookies
    return works and _said(seen.address_key) == before


@looking()
def _said(address_key: str) -> int:
    return db.session.scalar(select(func.count()).select_from(gate.said_by(address_key).subquery())) or 0


LINKS = [
    Check(
        "links-work",
        "The link in each mail that nobody ordered works without a sign-in or a cookie, and looking at it stops "
        "nothing.",
        links_work,
        (61,),
        15,
        "Open the link in such a mail twice: nothing is stopped before you press the button.",
    ),
]
