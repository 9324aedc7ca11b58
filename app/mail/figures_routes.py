"""The public figures about opt-outs: counted from the rows themselves, kept ready for some minutes."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.foundation import clock, page_cache
from app.foundation.access import public
from app.mail import views
from app.mail.charts import percent
from app.permissions.reasons import SOURCES

blueprint = Blueprint("opt_outs", __name__)
FRESH = 600
"""Seconds after which the figures are counted anew."""
SHOWN_FROM = 5
"""Smaller counts could point at somebody."""


@blueprint.get("/opt-outs")
@public
def show() -> ResponseReturnValue:
    """How fast opt-outs took effect, how they came, and whether any mail left in spite of one."""
    now = clock.now()
    return page_cache.page(("opt-outs", int(now.timestamp()) // FRESH), _render)


def _render() -> str:
    now = clock.now()
    found = views.figures(now)
    ways = [(SOURCES[source], counted(number)) for source, number in found.opt_outs.by_way.most_common()]
    return render_template(
        "mail/figures.html",
        found=found,
        now=now,
        count=counted(found.opt_outs.count),
        median=spoken(found.opt_outs.median),
        slowest=spoken(found.opt_outs.slowest),
        ways=ways,
        seen=counted(found.after_stop.seen),
        sent=counted(found.rates.sent),
        complaints=counted(found.rates.complaints),
        rate=_rate(found.rates),
        days=views.FIGURE_DAYS,
        minutes=FRESH // 60,
    )


def _rate(rates: views.Rates) -> str:
    """Complaints in a hundred mails; of a few complaints only what they stay under, of a few mails nothing."""
    if rates.sent < SHOWN_FROM:
        return ""
    if 0 < rates.complaints < SHOWN_FROM:
        return f"under {percent(100 * SHOWN_FROM / rates.sent)}"
    return percent(rates.complaint_rate)


def counted(number: int) -> str:
    """A count that points at nobody: `<5` for a few, `0` for none."""
    return f"{number:,}" if number >= SHOWN_FROM or number == 0 else f"<{SHOWN_FROM}"


def spoken(wait: timedelta) -> str:
    """A length of time in the words of a person: `under a second`, `12 seconds`, `3 minutes`, `2 hours`, `4 days`."""
    seconds = wait.total_seconds()
    if seconds < 1:
        return "under a second"
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return _of(round(seconds / size), name)
    return _of(round(seconds), "second")


def _of(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
