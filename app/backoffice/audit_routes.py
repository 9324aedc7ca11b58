"""The audit record for the privacy officer. Reading it is a fact that is kept before the page is answered."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.audit import heads, views
from app.audit.reads import READ as AUDIT_READ
from app.backoffice import audit_page, audit_story
from app.foundation import facts
from app.foundation.access import Permission, staff, viewer

READ = Permission("audit:entry:read", "Read the record of who did what")

blueprint = Blueprint("audit_desk", __name__)


@blueprint.get("/staff/audit")
@staff(READ)
def index() -> ResponseReturnValue:
    """Who did what, newest first; filters stand in the address."""
    page = audit_page.read(request.args)
    facts.append(AUDIT_READ, staff=viewer().id, subject=page.subject)
    found = views.entries(page.wanted)
    return render_template(
        "backoffice/audit.html", page=page, told=audit_story.tell(found.lines), found=found, head=heads.newest()
    )
