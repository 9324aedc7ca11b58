"""What the pages of signing in share: where to go afterwards, tries that came too early, and what was typed before."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import login
from app.accounts.carrying import Carried, next_page
from app.accounts.forms.factors import ProofForm
from app.accounts.queue import Crowded
from app.accounts.service.devices import SignedIn
from app.accounts.service.factors import held
from app.accounts.service.factors.second import Waiting
from app.accounts.service.throttling import TooManyTries
from app.foundation.forms import ShopForm

Outcome = SignedIn | Waiting


def wanted() -> str:
    """Where to go after signing in."""
    return next_page() or url_for(".overview")


def attempt(form: ShopForm, verb: Callable[[], Outcome]) -> Outcome | None:
    """Run a verb of signing in and let the browser in; remember on the form whether it came too early."""
    found: list[Outcome] = []
    if not done(form, lambda: found.append(verb())):
        return None
    if isinstance(found[0], SignedIn):
        login.enter(found[0])
    return found[0]


def done(form: ShopForm, verb: Callable[[], None]) -> bool:
    """Run a verb whose tries are counted; remember on the form whether this one came too early, or in a crowd."""

    def run() -> None:
        try:
            verb()
        except (TooManyTries, Crowded) as later:
            form.later = (429 if isinstance(later, TooManyTries) else 503, later.seconds)
            raise

    return form.accepts(run)


def go_on(outcome: Outcome, carried: Carried | None = None) -> ResponseReturnValue:
    """After a factor: the second one if it is owed, the page that was wanted, or the form that waited."""
    if isinstance(outcome, Waiting):
        if carried is None:
            return redirect(url_for(".second_page", next=next_page() or None), 303)
        return second_form(ProofForm(formdata=None), outcome, carried)
    if carried is None:
        return redirect(wanted(), 303)
    return render_template("accounts/carry_on.html", carried=carried)


def second_form(form: ProofForm, owed: Waiting | None, carried: Carried | None) -> str:
    """The page that asks for the second factor."""
    passkeys = bool(owed and held.of(owed.account_id).passkeys)
    return render_template(
        "accounts/sign_in_second.html", form=form, carried=carried, next=next_page(), passkeys=passkeys
    )


def answer(form: ShopForm, page: str) -> ResponseReturnValue:
    """The page with its form's status; a try that was not looked at is told when to come again."""
    if later := getattr(form, "later", None):
        status, seconds = later
        return page, status, {"Retry-After": str(seconds)}
    return page, form.status
