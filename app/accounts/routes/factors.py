"""The second factors of an account: the list, adding and ending them, new recovery codes."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import passwords, qr
from app.accounts.forms.factors import EndAppForm, EndForm, FirstCodeForm, LastForm, NewPasskeyForm
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.routes import going_on
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import security
from app.accounts.service.factors import authenticator, ending, held, passkeys, recovery
from app.accounts.totp import address, in_groups
from app.accounts.visiting import asking, hasher, relying_party, visit
from app.foundation import rules
from app.foundation.access import act, customer, fresh, owes_factor, viewer

HOME = "/account/security/factors"


def _added(shown: list[str], sentence: str) -> ResponseReturnValue:
    """Show recovery codes this once, where some were made; else go back to the list."""
    if shown:
        return render_template("accounts/recovery_codes.html", codes=shown, sentence=sentence)
    flash(sentence, "success")
    return redirect(url_for(".factors_page"), 303)


@blueprint.get(HOME)
@customer
def factors_page() -> ResponseReturnValue:
    """What the account has."""
    return render_template(
        "accounts/factors.html", held=held.of(viewer().id), needed=owes_factor(viewer()), party=relying_party()
    )


@blueprint.post(f"{HOME}/app/new")
@fresh
@customer
def app_new() -> ResponseReturnValue:
    """Begin with an authenticator app: a secret is made."""
    form = EmptyForm()
    if form.sent() and form.accepts(lambda: authenticator.begin(act(), viewer().id)):
        return redirect(url_for(".app_page"), 303)
    flash("This could not be begun. Please try again.", "error")
    return redirect(url_for(".factors_page"), 303)


@blueprint.route(f"{HOME}/app", methods=["GET", "POST"])
@fresh
@customer
def app_page() -> ResponseReturnValue:
    """The QR code, and the first code that proves that the app has read it."""
    secret = authenticator.waiting_secret(viewer().id)
    if secret is None:
        return redirect(url_for(".factors_page"), 303)
    form, shown = FirstCodeForm(), list[str]()

    def confirm() -> None:
        shown.extend(authenticator.confirm(act(), viewer().id, form.code.data or ""))

    if form.sent() and going_on.done(form, confirm):
        return _added(shown, "Your authenticator app is set up.")
    return going_on.answer(form, render_template("accounts/factor_app.html", form=form, secret=in_groups(secret)))


@blueprint.get(f"{HOME}/app/qr.svg")
@fresh
@customer
def app_qr() -> Response:
    """The waiting secret as a QR code."""
    secret = authenticator.waiting_secret(viewer().id)
    if secret is None:
        abort(404)
    shop = rules.text("company.name")
    return Response(qr.svg(address(secret, viewer().user_id, shop)), mimetype="image/svg+xml")


def _end(form: LastForm, end: Callable[[], None]) -> None:
    """End a factor; the last one only where a password can stand alone afterwards."""
    who, longer = viewer(), ""
    if "present" in form:
        longer = security.password_without_factor(
            act(), visit(), who.id, present=form.present.data or "", new=form.new.data or "", hasher=hasher()
        )
    end()
    if longer:
        security.set_hashed(act(), who.id, who.device_id, longer)


def _end_page(form: LastForm, what: str, others: bool) -> ResponseReturnValue:
    """The page that ends a factor; `others`: whether a passkey that stays can prove who asks."""
    shortest = passwords.SHORTEST
    page = render_template("accounts/factor_end.html", form=form, what=what, others=others, shortest=shortest)
    return going_on.answer(form, page)


@blueprint.route(f"{HOME}/app/end", methods=["GET", "POST"])
@fresh
@customer
def app_end() -> ResponseReturnValue:
    """End the authenticator app, by a recovery code or a passkey."""
    now, form = held.of(viewer().id), EndAppForm()
    if now.app_since is None:
        return redirect(url_for(".factors_page"), 303)
    form.without(needed=now.only_one)

    def end() -> None:
        if form.answered:
            ending.app_by_passkey(act(), asking("end"), relying_party(), viewer().id, form.answered)
        else:
            ending.app_by_code(act(), viewer().id, form.typed)

    if form.sent() and going_on.done(form, lambda: _end(form, end)):
        flash("Your authenticator app is no longer asked for.", "success")
        return redirect(url_for(".factors_page"), 303)
    page = render_template(
        "accounts/factor_end.html",
        form=form,
        what="the authenticator app",
        others=now.passkeys,
        shortest=passwords.SHORTEST,
    )
    return going_on.answer(form, page)


@blueprint.get(f"{HOME}/passkeys/new/options")
@fresh
@customer
def passkey_new_options() -> dict[str, Any]:
    """What the browser needs to make a passkey."""
    if not relying_party().id:
        abort(404)
    who = viewer()
    return passkeys.options_to_add(asking("add"), relying_party(), who.id, who.user_id, act().at)


@blueprint.route(f"{HOME}/passkeys/new", methods=["GET", "POST"])
@fresh
@customer
def passkey_new() -> ResponseReturnValue:
    """Add a passkey under a name."""
    if not relying_party().id:
        abort(404)
    form, shown = NewPasskeyForm(), list[str]()

    def add() -> None:
        shown.extend(
            passkeys.add(
                act(), asking("add"), relying_party(), viewer().id, form.name.data or "", form.credential.data or ""
            )
        )

    if form.sent() and form.accepts(add):
        return _added(shown, "Your passkey is added.")
    return render_template("accounts/passkey_new.html", form=form), form.status


@blueprint.get(f"{HOME}/end/options")
@fresh
@customer
def end_options() -> dict[str, Any]:
    """The question to the account's passkeys when a factor is to be ended."""
    if not relying_party().id:
        abort(404)
    return passkeys.options_to_prove(asking("end"), relying_party(), act().at, viewer().id)


@blueprint.route(f"{HOME}/passkeys/<int:passkey_id>/end", methods=["GET", "POST"])
@fresh
@customer
def passkey_end(passkey_id: int) -> ResponseReturnValue:
    """End a passkey, by a code or another passkey."""
    key, now, form = ending.own_passkey(viewer().id, passkey_id), held.of(viewer().id), EndForm()
    what, others = f"the passkey “{key.name}”", len(now.passkeys) > 1
    form.without(needed=now.only_one)

    def end() -> None:
        if form.answered:
            ending.passkey_by_passkey(
                act(), asking("end"), relying_party(), viewer().id, passkey_id=passkey_id, sent=form.answered
            )
        else:
            ending.passkey_by_code(act(), viewer().id, passkey_id, form.typed)

    if form.sent() and going_on.done(form, lambda: _end(form, end)):
        flash("The passkey is ended. You can remove it from your device, too.", "success")
        return redirect(url_for(".factors_page"), 303)
    return going_on.answer(
        form,
        render_template("accounts/factor_end.html", form=form, what=what, others=others, shortest=passwords.SHORTEST),
    )


@blueprint.route(f"{HOME}/recovery-codes", methods=["GET", "POST"])
@fresh
@customer
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes; those from before end."""
    now, form, shown = held.of(viewer().id), EmptyForm(), list[str]()
    if not now.any:
        abort(404)
    if form.sent() and form.accepts(lambda: shown.extend(recovery.make(act(), viewer().id))):
        return _added(shown, "You have ten new recovery codes.")
    return render_template("accounts/recovery_codes_new.html", form=form, held=now), form.status
