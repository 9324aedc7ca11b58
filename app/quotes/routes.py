"""A customer's quotes. Every quote is loaded through its owner: another's is a 404 (P8, P9)."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import service as accounts
from app.baskets import service as baskets
from app.catalogue import service as catalogue
from app.foundation import clock, rules
from app.foundation.access import act, customer, viewer
from app.foundation.areas import area
from app.foundation.row_numbers import row_number
from app.orders.estimates import choose, estimate
from app.orders.sheets import mend_at
from app.orders.wanted import WantedJob
from app.quotes import paper, service, sheets, views
from app.quotes.checkouts import checkout
from app.quotes.forms import AgainForm, BasketForm, ButtonForm, NewQuoteForm
from app.quotes.service.sharing import secret
from app.quotes.views import QuoteView
from app.quotes.wanted import NewQuote

blueprint = Blueprint("quotes", __name__)


@blueprint.get("/quotes")
@customer
def index() -> ResponseReturnValue:
    """The customer's quotes, newest first."""
    found = views.own_quotes(viewer().id, *_marks(), clock.now())
    return render_template("quotes/index.html", found=found)


def _marks() -> tuple[int | None, int | None]:
    return row_number(request.args.get("before")), row_number(request.args.get("after"))


@blueprint.route("/quotes/new", methods=["GET", "POST"])
@customer
def new() -> ResponseReturnValue:
    """Save a job as a quote: the specification comes in the address, or hidden in the form."""
    at = clock.now()
    result = catalogue.spec_from(request.form if request.method == "POST" else request.args)
    if result.spec is None:
        return redirect(mend_at(result), 303)
    form, made, job = NewQuoteForm(), list[int](), WantedJob(result.spec)
    form.offer(accounts.addresses_of(viewer().id))
    costs = estimate((job,), form.place, "", at, account_id=viewer().id)
    form.offer_ways(costs.ways)
    good = not form.wants_update and form.sent()
    jobs = (WantedJob(result.spec, form.name.data or ""),)
    if good and form.accepts(lambda: made.append(service.save(act(), viewer().id, form.value(jobs)))):
        flash("The quote is saved.", "success")
        return redirect(url_for(".show", quote_number=made[0]), 303)
    shown = sheets.sheet(result.spec, choose(costs, form.method))
    days = rules.whole("quotes.valid-days")
    return render_template("quotes/new.html", form=form, sheet=shown, quote_days=days), form.status


@blueprint.post("/quotes/from-basket")
@customer
def from_basket() -> ResponseReturnValue:
    """All that is in the basket becomes a quote; the basket stays as it is."""
    form, made = BasketForm(), list[int]()

    def save() -> None:
        # Where the pieces go is said when it is ordered.
        jobs = tuple(replace(job, drops=()) for job in baskets.wanted(viewer().id))
        made.append(service.save(act(), viewer().id, NewQuote(form.nonce.data, jobs)))

    if form.sent() and form.accepts(save):
        flash("Your basket is saved as a quote. The basket itself is as it was.", "success")
        return redirect(url_for(".show", quote_number=made[0]), 303)
    return render_template("quotes/from_basket.html", form=form), form.status


@blueprint.get("/quotes/<int:quote_number>")
@customer
def show(quote_number: int) -> ResponseReturnValue:
    """One quote, and what can be done with it."""
    return _page(views.quote_of(viewer().id, quote_number, clock.now()))


def _page(quote: QuoteView, form: ButtonForm | None = None) -> ResponseReturnValue:
    salt = views.share_salt(quote.number) if quote.open else ""
    base = current_app.extensions["shop.settings"].base_url
    link = f"{base}/q/{secret(quote.number, salt)}" if salt else ""
    drawn = form or ButtonForm(formdata=None)
    return render_template("quotes/show.html", quote=quote, link=link, form=drawn), drawn.status


@blueprint.get("/quotes/<int:quote_number>/quote.pdf")
@customer
def pdf(quote_number: int) -> Response:
    """The quote on paper."""
    quote = views.quote_of(viewer().id, quote_number, clock.now())
    card = accounts.account_card(viewer().id)
    answer = Response(paper.quote_pdf(quote, card.name), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{quote.shown}.pdf"'
    return answer


@blueprint.post("/quotes/<int:quote_number>/mail")
@customer
def mail_it(quote_number: int) -> ResponseReturnValue:
    """The quote goes to its owner's mailbox."""
    return _press(quote_number, service.send, "The quote is on its way to your mailbox.")


@blueprint.post("/quotes/<int:quote_number>/link")
@customer
def share(quote_number: int) -> ResponseReturnValue:
    """A link that shows the quote to whoever has it."""
    return _press(quote_number, service.share, "Here is the link. Whoever has it sees jobs and prices.")


@blueprint.post("/quotes/<int:quote_number>/link/end")
@customer
def unshare(quote_number: int) -> ResponseReturnValue:
    """The link is taken back."""
    return _press(quote_number, service.unshare, "The link shows nothing any more.")


@blueprint.post("/quotes/<int:quote_number>/withdrawal")
@customer
def withdraw(quote_number: int) -> ResponseReturnValue:
    """The quote is put away."""
    return _press(quote_number, service.withdraw, "The quote is withdrawn.")


def _press(number: int, verb: Callable[..., None], said: str) -> ResponseReturnValue:
    """What all buttons of the page do: the verb, a word about it, and the page again."""
    quote, form = views.quote_of(viewer().id, number, clock.now()), ButtonForm()
    if form.sent() and form.accepts(lambda: verb(act(), viewer().id, number)):
        flash(said, "success")
        return redirect(url_for(".show", quote_number=number), 303)
    return _page(quote, form)


@blueprint.route("/quotes/<int:quote_number>/again", methods=["GET", "POST"])
@customer
def again(quote_number: int) -> ResponseReturnValue:
    """The same jobs at today's prices, then and now side by side; the button saves them as a new quote."""
    quote = views.quote_of(viewer().id, quote_number, clock.now())
    form, made, today = AgainForm(), list[int](), sheets.priced_today(quote)

    def save() -> None:
        wanted = NewQuote(form.nonce.data, today.jobs, quote.name)
        made.append(service.save(act(), viewer().id, wanted))

    if today.jobs and form.sent() and form.accepts(save):
        flash("Saved at today's prices, as a new quote.", "success")
        return redirect(url_for(".show", quote_number=made[0]), 303)
    return render_template("quotes/again.html", quote=quote, today=today, form=form), form.status


@blueprint.route("/quotes/<int:quote_number>/order", methods=["GET", "POST"])
@customer
@area("ordering")
def order(quote_number: int) -> ResponseReturnValue:
    """The quote becomes an order at its prices."""
    quote, made = views.quote_of(viewer().id, quote_number, clock.now()), list[int]()
    if not quote.open and request.method == "GET":
        return redirect(url_for(".show", quote_number=quote_number), 303)
    here = checkout(quote, viewer().id)

    def place() -> None:
        made.append(service.order(act(), viewer().id, quote_number, here.order))

    if not here.form.wants_update and here.form.sent() and here.form.accepts(place):
        return redirect(url_for("orders.checkout", number=made[0]), 303)
    return render_template("quotes/order.html", quote=quote, form=here.form, bill=here.bill, held=here.held), (
        here.form.status
    )
