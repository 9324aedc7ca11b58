"""When every second factor is lost: asking two of our staff, and stopping that when it was somebody else."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.lost import LostFactorsForm
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.routes import going_on
from app.accounts.routes.blueprint import blueprint
from app.accounts.service.factors import losing, lost, second
from app.accounts.service.factors.second import Waiting
from app.accounts.visiting import hasher, visit
from app.foundation.access import act, public


def _owed() -> Waiting | None:
    return second.waiting(act(), visit())


@blueprint.route("/sign-in/second/lost", methods=["GET", "POST"])
@public
def lost_factors() -> ResponseReturnValue:
    """What to do without any factor; the button mails the code that it needs beside the password."""
    owed = _owed()
    if owed is None:
        return redirect(url_for(".sign_in_page"), 303)
    form, account_id = EmptyForm(), owed.account_id
    if form.sent() and form.accepts(lambda: losing.mail_code(act(), visit(), account_id)):
        return redirect(url_for(".lost_factors_code"), 303)
    return render_template("accounts/lost_factors.html", form=form), form.status


@blueprint.route("/sign-in/second/lost/code", methods=["GET", "POST"])
@public
def lost_factors_code() -> ResponseReturnValue:
    """Password and code open the case."""
    owed = _owed()
    if owed is None:
        return redirect(url_for(".sign_in_page"), 303)
    form, numbers, account_id = LostFactorsForm(), list[int](), owed.account_id

    def ask() -> None:
        numbers.append(
            losing.ask(
                act(), visit(), account_id,
                password=form.password.data or "", code=form.code.data or "", words=form.words.data or "",
                hasher=hasher(),
            )
        )  # fmt: skip

    if form.sent() and going_on.done(form, ask):
        flash(f"Your request is case {numbers[0]}. Our mail says how to follow it.", "success")
        return redirect(url_for(".lost_factors_asked"), 303)
    return going_on.answer(form, render_template("accounts/lost_factors_code.html", form=form))


@blueprint.get("/sign-in/second/lost/asked")
@public
def lost_factors_asked() -> ResponseReturnValue:
    """What happens now."""
    return render_template("accounts/lost_factors_asked.html")


@blueprint.route("/lost-factors/<token:token>", methods=["GET", "POST"])
@public
def lost_factors_stop(token: str) -> ResponseReturnValue:
    """The owner's link: it was somebody else. Opening the page changes nothing."""
    form = EmptyForm()
    if form.sent() and going_on.done(form, lambda: lost.stop(act(), visit(), token)):
        flash("Stopped: your second factors stay as they are, and every device is signed out.", "success")
        return redirect(url_for(".sign_in_page", next=url_for(".password_page")), 303)
    request = lost.stoppable(token)
    if request is None:
        return render_template("accounts/lost_factors_gone.html"), 410
    return going_on.answer(form, render_template("accounts/lost_factors_stop.html", form=form, request=request))
