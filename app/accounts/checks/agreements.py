"""Areas with an agreement as our own visitor meets them, and the numbers beside what was gathered there (P12)."""

from collections.abc import Iterator

from sqlalchemy import Table, func, select

from app.accounts import own_visit
from app.accounts.checks.areas import addresses
from app.foundation import inventory, recent, rules
from app.foundation.checks import Check, NotYet, Result
from app.foundation.database import db, looking
from app.foundation.own_site import Answer
from app.policy import agreements
from app.policy.views import Terms

NUMBERS = {"policy_version", "agreement", "agreement_version"}


def _closed() -> Result:
    """Our own visitor agrees to nothing, and is led to the agreement instead of into the area."""
    ruled = _ruled()
    if not ruled:
        raise NotYet("No area has an agreement now.")
    tried, entered = 0, 0
    with own_visit.signed_in() as visitor:
        for one in ruled:
            slug = one.slug
            paths = addresses(lambda mark, slug=slug: mark.area == slug and mark.kind == "customer" and not mark.fresh)  # type: ignore[misc]  # bound for this turn of the loop
            tried += len(paths)
            entered += sum(not _leads_to(slug, visitor.get(path)) for path in paths)
    areas = f"{recent.counted(len(ruled), 'area')} with an agreement"
    words = f"{areas}; {recent.counted(tried, 'page')} tried just now by our own visitor, who has agreed to nothing"
    return recent.judged(words, entered, "let it in")


@looking()
def _ruled() -> list[Terms]:
    return agreements.ruled()


def _leads_to(slug: str, answer: Answer) -> bool:
    return answer.status == 303 and answer.header("location").partition("?")[0].endswith(f"/account/agreements/{slug}")


@looking()
def _numbered() -> Result:
    """Whatever names an agreement names a version that was posted, and the policy's version beside it."""
    posted = {(one.slug, one.no) for one in agreements.kept()}
    rows = [row for table in _tables() for row in _newest(table)]
    if not rows:
        raise NotYet("Nothing was gathered in an area with an agreement yet.")
    gathered = sum(count for *_, count in rows)
    wrong = sum(count for policy, slug, number, count in rows if policy is None or (slug, number) not in posted)
    words = f"{recent.counted(gathered, 'row')} gathered in areas with an agreement"
    return recent.judged(words, wrong, "without the numbers of both texts")


def _tables() -> Iterator[Table]:
    """Every table whose rows keep both numbers."""
    return (table for _, table in inventory.mapped_tables() if set(table.columns.keys()) >= NUMBERS)


def _newest(table: Table) -> list[tuple[int | None, str, int | None, int]]:
    """How many of the newest rows came under which numbers; those that came under no agreement are left out."""
    (key,) = table.primary_key.columns
    newest = select(table).order_by(key.desc()).limit(rules.whole("evidence.rows")).subquery()
    numbers = newest.c.policy_version, newest.c.agreement, newest.c.agreement_version
    query = select(*numbers, func.count()).where(newest.c.agreement.is_not(None)).group_by(*numbers)
    return [tuple(row) for row in db.session.execute(query)]


AREAS_ASK_AGREEMENT = Check(
    "areas-ask-agreement",
    "An area with an agreement of its own opens to nobody who has not agreed to the version in force.",
    _closed,
    (12,),
    minutes=30,
    yourself="Read the list of agreements. Sign in and open such an area: its agreement comes first. In your account "
    "you can take it back, and the area is closed again.",
)
AGREEMENT_NUMBERED = Check(
    "agreement-numbered",
    "What is gathered in an area with an agreement keeps the numbers of both texts: this policy’s and the agreement’s.",
    _numbered,
    (12,),
    minutes=60,
    yourself="Sign in and open “Where your details came from”: beside what you gave there stand both numbers.",
)
