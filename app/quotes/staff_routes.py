"""Quotes as staff see and make them, and orders placed for customers. Opening one is a fact that is kept first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.accounts.roles import GRANTS, ROLES
from app.foundation import clock, facts
from app.foundation.access import act, staff, viewer
from app.foundation.row_numbers import row_number
from app.orders import views as orders
from app.orders.service.reads import STAFF_READ
from app.orders.wanted import WantedJob
from app.quotes import service, staff_list, views
from app.quotes.checkouts import checkout
from app.quotes.forms import ButtonForm
from app.quotes.permissions import MAKE, PLACE, READ
from app.quotes.staff_forms import AgreeForm, LineForm, StaffQuoteForm
from app.quotes.views import QuoteView
from app.quotes.wanted import NewQuote

blueprint = Blueprint("quotes_staff", __name__)


@blueprint.get("/staff/quotes")
@staff(READ)
def index() -> ResponseReturnValue:
    """Open requests, and the quotes that were asked for: filters stand in the address."""
    page = staff_list.read(request.args)
    waiting = service.open_requests()
    return render_template(
        "quotes/staff/index.html",
        page=page,
        found=views.for_staff(page.wanted, clock.now()),
        waiting=waiting,
        counted=views.counted([row.number for row in waiting]),
        now=clock.now(),
        may_make=viewer().may(MAKE),
    )


@blueprint.route("/staff/quotes/new", methods=["GET", "POST"])
@staff(MAKE)
def new() -> ResponseReturnValue:
    """A quote for a customer, or for whoever made a request."""
    form, made = StaffQuoteForm(), list[int]()
    if not form.is_submitted():
        form.customer.data = service.user_id_of(row_number(request.args.get("account")))
        form.case_number.data = str(row_number(request.args.get("case")) or "")

    def make() -> None:
        account_id = service.meant(form.customer.data or "", form.case)
        job = WantedJob(form.product_page.spec, form.name.data or "")
        wanted = NewQuote(form.nonce.data, (job,), form.name.data or "", case_number=form.case)
        made.append(service.make(act(), account_id, wanted, form.agreed))

    if form.sent() and form.accepts(make):
        flash("The quote is made. Add more jobs, or send it.", "success")
        return redirect(url_for(".show", quote_number=made[0]), 303)
    return render_template("quotes/staff/new.html", form=form), form.status


@blueprint.get("/staff/quotes/<int:quote_number>")
@staff(READ)
def show(quote_number: int) -> ResponseReturnValue:
    """One quote with what was done with it, and what this member of staff may do."""
    return _page(views.quote_for_staff(quote_number, clock.now()))


def _page(quote: QuoteView, **forms: ButtonForm | AgreeForm | LineForm) -> ResponseReturnValue:
    facts.append(STAFF_READ, staff=viewer().id, subject=f"quote:{quote.number}")
    done = views.done_with(quote.number)
    version = str(quote.version)
    drawn = {
        "agree_form": AgreeForm(formdata=None, version=version),
        "line_form": LineForm(formdata=None, version=version),
        "form": ButtonForm(formdata=None),
    }
    page = render_template(
        "quotes/staff/quote.html",
        quote=quote,
        customer=accounts.account_card(quote.account_id) if quote.account_id else None,
        done=done,
        names=accounts.staff_names(sorted({one.staff_id for one in done} - {0})),
        link=views.newest_pay_link(quote.order_number) if quote.order_number else None,
        unpaid=bool(quote.order_number) and orders.order_for_staff(quote.order_number or 0).state.code == "draft",
        may_make=viewer().may(MAKE),
        may_place=viewer().may(PLACE),
        **drawn | forms,
    )
    sent = next(iter(forms.values()), None)
    return page, getattr(sent, "status", 200)


@blueprint.post("/staff/quotes/<int:quote_number>/prices")
@staff(MAKE)
def agree(quote_number: int) -> ResponseReturnValue:
    """Another price on one line, with its reason."""
    quote, form = views.quote_for_staff(quote_number, clock.now()), AgreeForm()

    def put() -> None:
        assert form.agreed is not None  # `validate` leaves an error otherwise
        service.agree(act(), quote_number, form.line_id, form.agreed, form.drawn_version)

    if form.sent() and form.accepts(put):
        flash("The price is agreed.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    return _page(quote, agree_form=form)


@blueprint.post("/staff/quotes/<int:quote_number>/lines")
@staff(MAKE)
def add_line(quote_number: int) -> ResponseReturnValue:
    """A further job in an open quote."""
    quote, form = views.quote_for_staff(quote_number, clock.now()), LineForm()

    def add() -> None:
        job = WantedJob(form.product_page.spec, form.name.data or "")
        service.add_line(act(), quote_number, job, form.agreed, form.drawn_version)

    if form.sent() and form.accepts(add):
        flash("The job is in the quote.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    return _page(quote, line_form=form)


@blueprint.post("/staff/quotes/<int:quote_number>/sending")
@staff(MAKE)
def send(quote_number: int) -> ResponseReturnValue:
    """Tell the customer that the quote is ready."""
    quote, form, sent = views.quote_for_staff(quote_number, clock.now()), ButtonForm(), list[bool]()
    if form.sent() and form.accepts(lambda: sent.append(service.hand_over(act(), quote_number, _role()))):
        told = "The customer has a mail that the quote is ready."
        flash(told if sent[0] else "Nobody could be mailed: answer the request, or tell them otherwise.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    return _page(quote, form=form)


def _role() -> str:
    """What the person reads in place of a name: the first role of this member of staff that may make quotes."""
    fitting = [role for role in viewer().roles if MAKE.name in GRANTS.get(role, ())]
    return ROLES[(fitting or viewer().roles)[0]]


@blueprint.post("/staff/quotes/<int:quote_number>/withdrawal")
@staff(MAKE)
def withdraw(quote_number: int) -> ResponseReturnValue:
    """The quote is taken back."""
    quote, form = views.quote_for_staff(quote_number, clock.now()), ButtonForm()
    if form.sent() and form.accepts(lambda: service.withdraw(act(), None, quote_number)):
        flash("The quote is withdrawn.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    return _page(quote, form=form)


@blueprint.route("/staff/quotes/<int:quote_number>/order", methods=["GET", "POST"])
@staff(PLACE)
def order(quote_number: int) -> ResponseReturnValue:
    """Place the order for the customer, who gets a link to pay it."""
    quote = views.quote_for_staff(quote_number, clock.now())
    if quote.account_id is None or (not quote.open and request.method == "GET"):
        return redirect(url_for(".show", quote_number=quote_number), 303)
    facts.append(STAFF_READ, staff=viewer().id, subject=f"quote:{quote_number}")
    here, account_id = checkout(quote, quote.account_id), quote.account_id

    def place() -> None:
        made = service.order(act(), account_id, quote_number, here.order)
        service.mail_link(act(), made)

    if not here.form.wants_update and here.form.sent() and here.form.accepts(place):
        flash("The order is placed. The customer has a mail with the link to pay it.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    card = accounts.account_card(account_id)
    return render_template(
        "quotes/staff/order.html", quote=quote, customer=card, form=here.form, bill=here.bill, held=here.held
    ), here.form.status


@blueprint.post("/staff/quotes/<int:quote_number>/pay-link")
@staff(PLACE)
def mail_link(quote_number: int) -> ResponseReturnValue:
    """A new link to pay, mailed to the customer; older ones end."""
    quote, form = views.quote_for_staff(quote_number, clock.now()), ButtonForm()
    number = quote.order_number or 0
    if form.sent() and form.accepts(lambda: service.mail_link(act(), number)):
        flash("The customer has a new link to pay; the old one ended.", "success")
        return redirect(url_for(".show", quote_number=quote_number), 303)
    return _page(quote, form=form)
