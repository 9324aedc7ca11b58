"""Customers' files as staff see them; opening one is a fact that is kept."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.artwork import answers, service
from app.foundation import facts
from app.foundation.access import Permission, staff, viewer

READ_FILES = Permission("artwork:file:read", "See customers' files, their checks and pictures")

blueprint = Blueprint("artwork_staff", __name__)


@blueprint.get("/staff/artwork/<int:artwork_id>")
@staff(READ_FILES)
def report(artwork_id: int) -> ResponseReturnValue:
    artwork = service.view(None, artwork_id)
    _read(artwork_id, "report")
    return render_template("artwork/staff/report.html", artwork=artwork, page=artwork.page(answers.page_number()))


@blueprint.get("/staff/artwork/<int:artwork_id>/file")
@staff(READ_FILES)
@answers.shut
def file(artwork_id: int) -> Response:
    original = service.original(None, artwork_id)
    _read(artwork_id, "file")
    return answers.download(original)


@blueprint.get("/staff/artwork/<int:artwork_id>/pages/<int:number>/picture")
@staff(READ_FILES)
@answers.shut
def picture(artwork_id: int, number: int) -> Response:
    return answers.jpeg(service.picture(None, artwork_id, number, "page"))


@blueprint.get("/staff/artwork/<int:artwork_id>/pages/<int:number>/thumbnail")
@staff(READ_FILES)
@answers.shut
def thumbnail(artwork_id: int, number: int) -> Response:
    return answers.jpeg(service.picture(None, artwork_id, number, "thumb"))


def _read(artwork_id: int, what: str) -> None:
    facts.append(service.READ, artwork=artwork_id, what=what, staff=viewer().id)
