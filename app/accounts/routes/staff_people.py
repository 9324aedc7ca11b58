"""Who works here: everybody with a role, what each role may do, giving and taking roles, ending somebody's work."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import roles
from app.accounts.forms.signing_in import EmptyForm
from app.accounts.forms.staff import GiveRoleForm
from app.accounts.permissions import ENTER, MANAGE_STAFF
from app.accounts.routes.blueprint import blueprint
from app.accounts.service import staff as service
from app.accounts.service import staff_people
from app.foundation import clock
from app.foundation.access import act, fresh, staff, viewer
from app.foundation.errors import Missing
from app.foundation.forms import ShopForm
from app.policy.service import one_person


@blueprint.get("/staff/people")
@staff(MANAGE_STAFF)
def staff_members() -> ResponseReturnValue:
    """Everybody with a role, and the invitations that wait."""
    return render_template(
        "accounts/staff/people.html", people=staff_people.members(), waiting=staff_people.waiting(clock.now())
    )


@blueprint.get("/staff/people/roles")
@staff(ENTER)
def staff_roles_page() -> ResponseReturnValue:
    """What each role may do, in words: every member of staff may know who may do what."""
    permissions = current_app.extensions["shop.permissions"]
    granted = {
        code: sorted(permissions[name].words for name in roles.permissions_of([code]) if name in permissions)
        for code in roles.ROLES
    }
    return render_template(
        "accounts/staff/roles.html",
        roles=roles.ROLES,
        granted=granted,
        holders=staff_people.holders(),
        alone=one_person.allowed(),
        hours=one_person.hours(),
        own=viewer().roles,
    )


@blueprint.get("/staff/people/<int:staff_id>")
@staff(MANAGE_STAFF)
def staff_member(staff_id: int) -> ResponseReturnValue:
    """One member of staff, and what may be done about their roles."""
    return _page(staff_id)


def _page(staff_id: int, give: GiveRoleForm | None = None, form: ShopForm | None = None) -> ResponseReturnValue:
    member = staff_people.member(staff_id)
    drawn = give or GiveRoleForm(formdata=None)
    drawn.role.choices = [option for option in drawn.role.choices if not member.has(option.value)]
    page = render_template(
        "accounts/staff/member.html",
        member=member,
        give=drawn,
        form=form or EmptyForm(formdata=None),
        own=staff_id == viewer().id,
    )
    return page, getattr(give or form, "status", 200)


@blueprint.post("/staff/people/<int:staff_id>/roles")
@fresh
@staff(MANAGE_STAFF)
def give_role(staff_id: int) -> ResponseReturnValue:
    """One more role."""
    form = GiveRoleForm()
    if form.sent() and form.accepts(lambda: service.give(act(), staff_id, form.role.data or "")):
        flash(f"They are {roles.ROLES[form.role.data or '']} now, too, and have a mail that says so.", "success")
        return redirect(url_for(".staff_member", staff_id=staff_id), 303)
    return _page(staff_id, give=form)


@blueprint.route("/staff/people/<int:staff_id>/roles/<slug:role>/end", methods=["GET", "POST"])
@fresh
@staff(MANAGE_STAFF)
def take_role(staff_id: int, role: str) -> ResponseReturnValue:
    """Take one role: the page says first what that means."""
    member, form = staff_people.member(staff_id), EmptyForm()
    if not member.has(role):
        raise Missing
    if form.sent() and form.accepts(lambda: service.take(act(), staff_id, role)):
        flash(f"{member.name} has that role no more, and a mail that says so.", "success")
        return redirect(url_for(".staff_members"), 303)
    words = roles.ROLES.get(role, role)
    return render_template("accounts/staff/end.html", form=form, member=member, role=words), form.status


@blueprint.route("/staff/people/<int:staff_id>/end", methods=["GET", "POST"])
@fresh
@staff(MANAGE_STAFF)
def end_staff(staff_id: int) -> ResponseReturnValue:
    """End somebody's work here: the page says first what that means."""
    member, form = staff_people.member(staff_id), EmptyForm()
    if form.sent() and form.accepts(lambda: service.end_work(act(), staff_id)):
        flash(f"{member.name} works here no more: every role and sign-in ended.", "success")
        return redirect(url_for(".staff_members") if staff_id != viewer().id else "/", 303)
    return render_template("accounts/staff/end.html", form=form, member=member, role=""), form.status
