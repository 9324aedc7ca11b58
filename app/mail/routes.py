"""The local mail pages: what a demonstration shop would have sent, and a way to write to it. No part of production."""

import mailbox
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation.access import act, public
from app.foundation.errors import Missing
from app.mail.inbound_forms import LocalMailForm
from app.mail.service import receiving

blueprint = Blueprint("local_mail", __name__)
SHOWN = 100


@dataclass(frozen=True)
class Letter:
    """One message of the local Maildir."""

    key: str
    to: str
    subject: str
    date: str
    text: str


@blueprint.get("/local-mail")
@public
def index() -> ResponseReturnValue:
    """The newest mails first."""
    box = _box()
    newest = sorted(box.keys(), reverse=True)[:SHOWN]
    return render_template("mail/local.html", letters=[_letter(box, key) for key in newest])


@blueprint.route("/local-mail/new", methods=["GET", "POST"])
@public
def write() -> ResponseReturnValue:
    """Write an e-mail to the shop: it takes the way that every mail takes."""
    form = LocalMailForm()

    def send() -> None:
        receiving.receive(act(), form.sender.data or "", form.recipient.data or "", form.message(), way="form")

    if form.sent() and form.accepts(send):
        flash("Your e-mail is with the shop. It is read within a minute; the answer lies here.", "success")
        return redirect(url_for(".index"), 303)
    return render_template("mail/local_new.html", form=form), form.status


@blueprint.get("/local-mail/<string:key>")
@public
def show(key: str) -> ResponseReturnValue:
    """One mail as text."""
    box = _box()
    if key not in box:
        raise Missing
    return render_template("mail/local_letter.html", letter=_letter(box, key))


def _box() -> mailbox.Maildir:
    return mailbox.Maildir(str(Path(current_app.instance_path) / "mail"), create=True)


def _letter(box: mailbox.Maildir, key: str) -> Letter:
    message = BytesParser(policy=policy.default).parsebytes(box.get_bytes(key))
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Letter(key, str(message["To"]), str(message["Subject"]), str(message["Date"]), str(text))
