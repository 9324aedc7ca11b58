"""What staff and the public read of mail; nothing here writes."""

from app.mail.views.incoming import Asked, correspondents, inbound, inbox, needs_a_look, waiting, waves
from app.mail.views.outgoing import Wanted, counts, found, mail_of, outbox, refs_to
from app.mail.views.public import DAYS as FIGURE_DAYS
from app.mail.views.public import Figures, after_stop, figures
from app.mail.views.welcome import Rates, came_back, rates, rates_by_days, rates_of_run

__all__ = [
    "FIGURE_DAYS",
    "Asked",
    "Figures",
    "Rates",
    "Wanted",
    "after_stop",
    "came_back",
    "correspondents",
    "counts",
    "figures",
    "found",
    "inbound",
    "inbox",
    "mail_of",
    "needs_a_look",
    "outbox",
    "rates",
    "rates_by_days",
    "rates_of_run",
    "refs_to",
    "waiting",
    "waves",
]
