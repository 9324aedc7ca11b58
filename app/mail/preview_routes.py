"""The catalogue of mail for staff: what each is for, and how it looks, drawn from made-up values."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.foundation.access import staff
from app.foundation.errors import Missing
from app.foundation.inventory import PURPOSES
from app.mail import letters, previews
from app.mail.catalogue import Letter
from app.mail.permissions import READ

blueprint = Blueprint("mail_catalogue", __name__)
ROOMS = {
    "accounts": "About the account",
    "backoffice": "To our staff",
    "campaigns": "To many",
    "cases": "About a message to us",
    "mail": "Answers of the mail desk",
    "orders": "About an order",
    "rights": "About somebody’s own information",
}


@dataclass(frozen=True)
class Line:
    """One mail of the list; `stops` says whether it carries the link that stops such mail."""

    template: str
    title: str
    purpose: str
    clause: str
    cause: str
    stops: bool


@blueprint.get("/staff/mail/catalogue")
@staff(READ)
def index() -> ResponseReturnValue:
    """Every mail that can be sent, by what it is about."""
    every = sorted(previews.catalogue().values(), key=lambda mail: mail.template)
    rooms = [
        (room, ROOMS.get(room, room.capitalize()), [_line(mail) for mail in mails])
        for room, mails in groupby(every, key=lambda mail: mail.template.partition("/")[0])
    ]
    return render_template("mail/staff/catalogue.html", rooms=rooms, count=len(every))


def _line(mail: Letter) -> Line:
    return Line(
        mail.template, mail.title, PURPOSES[mail.purpose], mail.clause, mail.cause, mail.purpose in letters.UNASKED
    )


@blueprint.get("/staff/mail/catalogue/<string:room>/<string:letter>")
@staff(READ)
def show(room: str, letter: str) -> ResponseReturnValue:
    """One mail: headers, text, and the HTML in a frame of its own."""
    mail = previews.letter(f"{room}/{letter}")
    sample = previews.sample_of(mail.template, request.args.get("sample", ""))
    look = previews.look_of(request.args.get("look", ""))
    return render_template(
        "mail/staff/preview.html",
        line=_line(mail),
        room=room,
        letter=letter,
        sample=sample,
        samples=previews.samples(mail.template),
        preview=previews.preview(mail, sample),
        look=look,
        looks=previews.LOOKS,
    )


@blueprint.get("/staff/mail/catalogue/<string:room>/<string:letter>/html")
@staff(READ)
def document(room: str, letter: str) -> Response:
    """The HTML alone: nothing but its own style holds in it, and only our own page may frame it."""
    mail = previews.letter(f"{room}/{letter}")
    sample = previews.sample_of(mail.template, request.args.get("sample", ""))
    html = previews.preview(mail, sample).html
    if not html:
        raise Missing
    return Response(previews.in_look(html, previews.look_of(request.args.get("look", ""))))


@blueprint.record
def open_the_frame(state: BlueprintSetupState) -> None:
    """The page may hold a frame of ours; the document in it runs nothing and fetches nothing."""
    previews.open_frame(state.app.jinja_env, show, document)
