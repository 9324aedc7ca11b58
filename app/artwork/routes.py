"""A customer's own files: the report, the file itself, pictures of its pages."""

from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.artwork import answers, service
from app.artwork.forms import DeleteForm, NewFileForm
from app.foundation.access import act, customer, large_body, viewer

blueprint = Blueprint("artwork", __name__)


@blueprint.route("/artwork/<int:artwork_id>", methods=["GET", "POST"])
@large_body
@customer
def report(artwork_id: int) -> ResponseReturnValue:
    form, mine = NewFileForm(), viewer().id
    artwork = service.view(mine, artwork_id)

    def keep() -> None:
        sent = cast("FileStorage", form.artwork.data)
        service.replace(act(), mine, artwork_id, sent.filename, sent.stream)

    if form.sent() and form.accepts(keep):
        flash("We have the new file. Its check takes a few seconds.", "success")
        return redirect(url_for(".report", artwork_id=artwork_id), 303)
    shown = artwork.page(answers.page_number())
    return render_template(
        "artwork/report.html", artwork=artwork, page=shown, form=form, delete_form=DeleteForm()
    ), form.status


@blueprint.post("/artwork/<int:artwork_id>/delete")
@customer
def delete(artwork_id: int) -> ResponseReturnValue:
    form, mine = DeleteForm(), viewer().id
    artwork = service.view(mine, artwork_id)
    if form.sent() and form.accepts(lambda: service.delete(act(), mine, artwork_id)):
        flash("The file, its check and its pictures are deleted.", "success")
        return redirect("/orders", 303)
    return render_template(
        "artwork/report.html", artwork=artwork, page=artwork.page(1), form=NewFileForm(formdata=None), delete_form=form
    ), form.status


@blueprint.get("/artwork/<int:artwork_id>/file")
@customer
@answers.shut
def file(artwork_id: int) -> Response:
    return answers.download(service.original(viewer().id, artwork_id))


@blueprint.get("/artwork/<int:artwork_id>/pages/<int:number>/picture")
@customer
@answers.shut
def picture(artwork_id: int, number: int) -> Response:
    return answers.jpeg(service.picture(viewer().id, artwork_id, number, "page"))


@blueprint.get("/artwork/<int:artwork_id>/pages/<int:number>/thumbnail")
@customer
@answers.shut
def thumbnail(artwork_id: int, number: int) -> Response:
    return answers.jpeg(service.picture(viewer().id, artwork_id, number, "thumb"))


@blueprint.after_app_request
def tell_upload_where(response: Response) -> Response:
    """Name the redirect to the upload script instead of following it.

    The script shows progress with a request of its own. Such a request would follow a redirect out of sight: it
    would use up the message for the next page, and could not open the card processor's page at all.
    """
    if request.headers.get("X-Upload-Progress") and response.status_code in {302, 303}:
        # With this status no browser follows the Location header; the script reads it.
        response.status_code = 200
    return response
