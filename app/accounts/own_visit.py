"""Visits of the shop's own visitor to the served site: signing in and out by the forms that everybody gets."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.accounts.service import own_visitor
from app.accounts.service.own_visitor import Credentials
from app.foundation import own_pages
from app.foundation.checks import Broken, NotYet
from app.foundation.own_site import Answer, OwnSite, own_site

SIGN_IN = "/sign-in"


class TurnedAway(Broken):
    """The site did not let its own visitor in, although the password is right."""


def credentials() -> Credentials:
    """What the own visitor signs in with.

    Raises:
        NotYet: the job that opens its account has not run yet.
    """
    found = own_visitor.credentials()
    if not own_visitor.has_account(found):
        raise NotYet("The account in which the site looks at itself is not open yet.")
    return found


@contextmanager
def signed_in(*, remember: bool = False) -> Iterator[OwnSite]:
    """A visitor who has signed in, and signs out at the end.

    Raises:
        NotYet: there is no account yet, or others have tried so often that it must wait.
        TurnedAway: the right password was refused.
        Unreachable: the site does not answer.
    """
    mine, visitor = credentials(), own_site()
    answer = try_password(visitor, mine, mine.password, remember=remember)
    if answer.status in {429, 503}:
        raise NotYet("Our own visitor must wait before it may sign in again.")
    if answer.status != 303:
        raise TurnedAway(f"The sign-in page answered {answer.status} to the right password.")
    try:
        yield visitor
    finally:
        send(visitor, "/sign-out")


def try_password(visitor: OwnSite, mine: Credentials, password: str, *, remember: bool = False) -> Answer:
    """Fill in the sign-in form as it stands and send it."""
    ticked = {"remember": "y"} if remember else {}
    return send(visitor, SIGN_IN, user_id=mine.user_id, password=password, **ticked)


def send(visitor: OwnSite, path: str, **typed: str) -> Answer:
    """Fetch the page, fill its form in and send it; the page itself where it has no such form."""
    page = visitor.get(path)
    form = own_pages.read(page.text).form(path)
    return page if form is None else visitor.post(path, form.fields | typed)
