"""Pages of somebody else, asked for by our own visitor while it is signed in."""

from flask import current_app

from app.accounts import own_visit
from app.foundation.access import mark_of
from app.foundation.checks import Check, NotYet, Result, verdict
from app.foundation.database import looking
from app.foundation.recent import counted
from app.orders import views as orders
from app.orders.views import Wanted

HIDDEN = frozenset({403, 404})


def _closed() -> Result:
    """Another person's order is not there, and no page of staff opens."""
    staff, numbers = _staff_pages(), _order_numbers()
    with own_visit.signed_in() as visitor:
        paths = [path for number in numbers for path in (f"/orders/{number}", f"/orders/{number}/receipt")]
        opened = [path for path in paths if visitor.get(path).status != 404]
        opened += [path for path in staff if visitor.get(path).status not in HIDDEN]
    if opened:
        pages = sum(path.startswith("/orders/") for path in opened)
        theirs, ours = counted(pages, "page"), counted(len(opened) - pages, "page")
        return verdict(False, f"Our own visitor could open {theirs} about somebody else's order and {ours} of staff.")
    if not numbers:
        raise NotYet(f"{len(staff)} pages of staff stayed closed. There is no order of somebody else yet.")
    return verdict(True, f"Signed in, our own visitor found {len(paths)} pages about others' orders not there, "
                         f"and {len(staff)} pages of staff closed.")  # fmt: skip


@looking()
def _order_numbers() -> list[int]:
    """The newest orders; all are somebody else's, since our own visitor never orders."""
    return [row.number for row in orders.queue(Wanted()).rows][:3]


def _staff_pages() -> list[str]:
    views = current_app.view_functions
    return sorted(
        rule.rule
        for rule in current_app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and mark_of(views[rule.endpoint]).kind == "staff"
    )


OTHERS_PAGES_CLOSED = Check(
    "others-pages-closed",
    "A signed-in customer finds no page about somebody else's order and no page of staff.",
    _closed,
    (76,),
    minutes=60,
    yourself="Signed in, change the number in the address of one of your orders: the page is not found.",
)
