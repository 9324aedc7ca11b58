"""Every file that a customer sent us and we still keep: the list behind "Your files" (P37)."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.artwork import views
from app.foundation.access import customer, viewer
from app.foundation.account_lines import PRINT, AccountLine
from app.foundation.row_numbers import row_number

blueprint = Blueprint("files", __name__)
ACCOUNT_LINES = [
    AccountLine(PRINT, 40, "Your files", "What you sent us to print, checked and kept", "/account/files", menu="Files"),
    AccountLine(PRINT, 50, "Templates", "Trim, bleed and safe margin of each product", "/help/artwork#templates"),
]


@blueprint.get("/account/files")
@customer
def index() -> ResponseReturnValue:
    """The files, newest first, each with its check and a way to it."""
    found = views.own_files(viewer().id, row_number(request.args.get("before")))
    return render_template("artwork/index.html", found=found)
