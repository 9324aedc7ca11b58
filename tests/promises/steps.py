"""Steps that several promises need, each through pages and forms as they are served."""

from tests.pages import Browser, Page, spaced
from tests.people import code_for

ALEX = "alex@example.com"
PASSWORD = "a kite over the old mill"
DETAILS = {
    "user_id": "alex",
    "password": PASSWORD,
    "full_name": "Alex Kim",
    "line1": "100 Sample Street",
    "city": "Chanhassen",
    "region": "MN",
    "postal_code": "55317",
    "agree": "y",
}
CARDS = "/orders/new?product=business-cards&quantity=250"


def details_page(visitor: Browser) -> Page:
    """Registration's second step, after the mailed code was typed."""
    page = visitor.get("/register").form("/register").submit(email=ALEX).follow()
    return page.form("/register/code").submit(code=code_for(ALEX, "register")).follow()


def registered(visitor: Browser) -> Page:
    """The account page of somebody who just registered."""
    return details_page(visitor).form("/register/details").submit(**DETAILS).follow()


def ordered(browser: Browser, **typed: str) -> Page:
    """The order's page after 250 cards were ordered, before paying."""
    browser.get(CARDS).form("/orders/new").submit(**typed)
    return browser.get("/orders/10001")


def standing(desk: Browser, who: str) -> dict[str, dict[str, str]]:
    """How somebody stands, as staff read it: purpose to way of reaching them to the answer."""
    page = desk.get("/staff/permissions").form("/staff/permissions").submit(who=who)
    ways = [spaced(head) for head in page["#state thead th"]][1:-1]
    rows = ([spaced(cell) for cell in row] for row in page["#state tbody tr"])
    return {purpose: dict(zip(ways, cells, strict=False)) for purpose, *cells in rows}


def stopped(desk: Browser, who: str, purpose: str) -> None:
    """Staff enter the stop that somebody told them of by letter."""
    page = desk.get("/staff/permissions").form("/staff/permissions").submit(who=who)
    answer = page.form("/staff/permissions/stops").submit(purpose=purpose, channel="*", source="letter")
    assert answer.status == 303, answer.text
