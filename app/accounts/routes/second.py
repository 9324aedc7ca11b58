"""Signing in with a passkey, and the second factor after the password."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import carrying
from app.accounts.forms.factors import PasskeySignInForm, ProofForm
from app.accounts.routes import going_on
from app.accounts.routes.blueprint import blueprint
from app.accounts.routes.signing_in import passkey_refused
from app.accounts.service.devices import SignedIn
from app.accounts.service.factors import passkeys, second
from app.accounts.visiting import asking, relying_party, visit
from app.foundation.access import FactorNeeded, act, public, viewer


@blueprint.get("/sign-in/passkey/options")
@public
def passkey_options() -> dict[str, Any]:
    """The question that a passkey answers alone, for the script of the sign-in page."""
    if not asking("alone").session_sha256 or not relying_party().id:
        abort(404)
    return passkeys.options_to_prove(asking("alone"), relying_party(), act().at)


@blueprint.post("/sign-in/passkey")
@public
def sign_in_passkey() -> ResponseReturnValue:
    """A passkey signs in, without user ID and password."""
    form, carried = PasskeySignInForm(), carrying.from_form()

    def enter() -> SignedIn:
        return second.by_passkey_alone(
            act(), visit(), asking("alone"), relying_party(), form.credential.data or "",
            remember=bool(form.remember.data), only=viewer().id,
        )  # fmt: skip

    if form.sent() and (done := going_on.attempt(form, enter)):
        return going_on.go_on(done, carried)
    return passkey_refused(form, carried)


@blueprint.get("/sign-in/second/options")
@public
def second_options() -> dict[str, Any]:
    """The question to the passkeys of the account that waits."""
    owed = second.waiting(act(), visit())
    if owed is None or not relying_party().id:
        abort(404)
    return passkeys.options_to_prove(asking("second"), relying_party(), act().at, owed.account_id)


@blueprint.route("/sign-in/second", methods=["GET", "POST"])
@public
def second_page() -> ResponseReturnValue:
    """The second factor: a code of the app, a recovery code or a passkey."""
    owed = second.waiting(act(), visit())
    if request.method == "GET" and owed is None:
        return redirect(going_on.wanted() if viewer().signed_in else url_for(".sign_in_page"), 303)
    form, carried = ProofForm(), carrying.from_form() if request.method == "POST" else None

    def enter() -> SignedIn:
        if form.answered:
            return second.by_passkey(act(), visit(), asking("second"), relying_party(), form.answered)
        return second.by_code(act(), visit(), form.typed)

    if form.sent() and (done := going_on.attempt(form, enter)):
        return going_on.go_on(done, carried)
    return going_on.answer(form, going_on.second_form(form, owed, carried))


@blueprint.app_errorhandler(FactorNeeded)
def factor_needed(_error: FactorNeeded) -> ResponseReturnValue:
    """Staff without a second factor are led to setting one up."""
    return redirect(url_for("accounts.factors_page"), 303)
