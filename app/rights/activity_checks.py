"""Whether each look of our staff at a customer stands on that customer's activity page."""

from sqlalchemy import select

from app.accounts.views import ACCOUNT_CARD, AccountCard
from app.audit import views as record
from app.audit.views import Line, Wanted
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import db, looking
from app.foundation.recent import counted
from app.orders import views as orders
from app.rights import activity


@looking()
def _readings() -> Result:
    """The newest readings, each looked for on the page of whoever was looked at."""
    looked = [(line, card) for line in record.entries(Wanted(kind="staff.read")).lines if (card := _whose(line))]
    if not looked:
        raise NotYet("Our staff have opened no customer's page yet.")
    missing = sum(not _stands(line, card) for line, card in looked)
    readings = counted(len(looked), "time")
    if missing:
        return verdict(
            False, f"Our staff opened a customer's page {readings} of late; {missing} of them stand nowhere."
        )
    return verdict(True, f"Our staff opened a customer's page {readings} of late; the customer sees each of them.")


def _whose(line: Line) -> AccountCard | None:
    """Whose page was opened; None where it is nobody's with an account, or the reader's own."""
    kind, _, number = line.subject_ref.partition(":")
    if kind not in {"account", "person", "order"} or not number.isdigit():
        return None
    card = ACCOUNT_CARD.subquery("card")
    account_id = orders.owner_of(int(number)) if kind == "order" else int(number)
    row = db.session.execute(
        select(card).where(card.c.person_id == int(number) if kind == "person" else card.c.id == account_id)
    ).first()
    return AccountCard(*row) if row and row.user_id and line.actor != f"staff:{row.id}" else None


def _stands(line: Line, card: AccountCard) -> bool:
    """Whether the page that begins right after the entry begins with it."""
    story = activity.story_of(card.id, card.person_id, card.email, before=line.id + 1)
    return any(found.id == line.id for found in record.story(story).lines[:1])


READINGS_SHOWN = Check(
    "staff-readings-shown",
    "Each time that somebody of our staff opens a page of a customer, it stands on the customer's activity page.",
    _readings,
    (39, 76),
    minutes=60,
    yourself="Signed in, open Activity after you talked with us: it tells who of our staff looked, by their role.",
)
CHECKS = [READINGS_SHOWN]
