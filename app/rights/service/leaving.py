"""Artwork whose time is nearly over: each owner gets one letter, with how many files and the day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.service import cards
from app.artwork.service import leaving as artwork
from app.foundation import rules
from app.foundation.acts import Act
from app.foundation.clock import spoken_date
from app.foundation.database import db
from app.mail import service as mail
from app.permissions import service as permissions
from app.permissions.subjects import Subject
from app.rights.service.ageing import Line
from app.rights.service.batches import BATCH

EARLY = timedelta(days=2)
"""So much sooner than needed, that a run which is late still leaves the whole time of notice."""
TEMPLATE = "rights/artwork_leaving"


def nearly_over(line: Line, at: datetime) -> list[int]:
    """Files whose owner is to be told now, at most one batch."""
    notice = timedelta(days=rules.whole(artwork.NOTICE)) + EARLY
    soon = line.began < line.period.before(at + notice)
    query = select(line.key).where(line.counts, soon, ~artwork.told()).order_by(line.key).limit(BATCH)
    return list(db.session.scalars(query))


def tell(act: Act, artwork_ids: Sequence[int]) -> None:
    """Write to the owner of each of these files; who cannot be reached is noted as told all the same."""
    day = act.at + timedelta(days=rules.whole(artwork.NOTICE)) + EARLY
    for account_id, numbers in artwork.owners_of(artwork_ids).items():
        card = cards.account_card(account_id)
        ref = f"artwork-of:{account_id}"
        permissions.open_cause(act, Subject(card.person_id), "order", ref, act.at + timedelta(days=7))
        mail.queue(
            act, to=card.email, template=TEMPLATE, purpose="order", ref=ref,
            greeting=card.greeting, files=len(numbers), day=spoken_date(day),
        )  # fmt: skip
        artwork.note_told(act, numbers)
