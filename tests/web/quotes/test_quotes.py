"""A customer's quotes in the browser: saved from a product page, shown, shared, mailed, printed, priced again."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import text

from app.baskets import service as baskets
from app.foundation import clock
from app.foundation.acts import Act
from app.foundation.database import db
from tests.ordering import HOME, done
from tests.pages import Browser, Page
from tests.people import SignedIn
from tests.quoting import dearer, earlier, job, saved, spec_of

QUERY = "product=business-cards&quantity=250"


def quoted(customer: SignedIn, **typed: str) -> Page:
    """The page of a new quote."""
    return customer.get(f"/quotes/new?{QUERY}").form("/quotes/new").submit(**typed).follow()


def expired(number: int) -> None:
    """The quote's days are over."""
    at = clock.now() - timedelta(days=1)
    query = text("UPDATE quote SET valid_until = :at WHERE number = :number")
    db.session.execute(query, {"at": at, "number": number})
    db.session.commit()


def test_a_product_becomes_a_quote(customer: SignedIn) -> None:
    page = quoted(customer, name="Cards for the fair")
    assert page.h1 == "Quote Q-20001"
    assert "The quote is saved." in page.text
    assert "Cards for the fair" in page.main
    assert "Shipping and tax are added when it is ordered" in page.main
    assert "Q-20001" in customer.get("/quotes").main


def test_a_visitor_is_asked_to_sign_in_first(visitor: Browser) -> None:
    assert "/sign-in" in visitor.get(f"/quotes/new?{QUERY}").location


def test_a_choice_that_cannot_be_made_goes_back_to_its_page(customer: SignedIn) -> None:
    assert customer.get("/quotes/new?product=business-cards&quantity=1").location.startswith("/products/business-cards")
    assert customer.get("/quotes/new?product=shoes").location == "/products"


def test_shipping_and_tax_are_shown_and_held_where_an_address_is_chosen(customer: SignedIn) -> None:
    form = customer.get(f"/quotes/new?{QUERY}").form("/quotes/new")
    address = next(value for value in form.element.inputs["delivery"].value_options if value.startswith("address-"))
    page = form.submit("Show shipping", delivery=address)
    assert page.status == 200
    assert "shipping and tax included" in page.main
    shown = page["output"][0].text
    made = page.form("/quotes/new").submit().follow()
    assert shown in made.main
    assert "950 Lake Drive" in made.main


def test_an_address_needs_its_way_of_shipping(customer: SignedIn) -> None:
    form = customer.get(f"/quotes/new?{QUERY}").form("/quotes/new")
    address = next(value for value in form.element.inputs["delivery"].value_options if value.startswith("address-"))
    page = form.submit(delivery=address)
    assert page.status == 422
    assert "choose how we would ship it" in page.main


def test_the_pdf_holds_number_total_and_day(customer: SignedIn) -> None:
    page = quoted(customer)
    answer = customer.get("/quotes/20001/quote.pdf").response
    assert answer.content_type == "application/pdf"
    assert "Q-20001.pdf" in answer.headers["Content-Disposition"]
    words = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    total = page["#costs strong"][0].text
    assert "Quote Q-20001" in words
    assert total in words
    assert "The prices hold until" in words


def test_names_of_any_script_do_not_break_the_pdf(act: Act, customer: SignedIn) -> None:
    saved(act, customer.account_id, job("名刺 Визитки بطاقات 🎉 Żółć"), name="名刺")
    words = PdfReader(BytesIO(customer.get("/quotes/20001/quote.pdf").response.data)).pages[0].extract_text()
    assert "is shown as ?" in words


def test_many_jobs_take_many_pages(act: Act, customer: SignedIn) -> None:
    saved(act, customer.account_id, *(job(f"Job {number} " + "long " * 12) for number in range(12)))
    pages = PdfReader(BytesIO(customer.get("/quotes/20001/quote.pdf").response.data)).pages
    assert len(pages) > 1
    assert "continued" in pages[1].extract_text()


def test_a_shared_quote_shows_jobs_and_prices_and_nobody(act: Act, customer: SignedIn, visitor: Browser) -> None:
    saved(act, customer.account_id, job("Cards"), name="Spring fair", delivery=HOME, method="ground")
    page = customer.get("/quotes/20001").form("/link").submit().follow()
    link = next(str(a.get("href")) for a in page["main a"] if "/q/" in str(a.get("href")))
    shared = visitor.get(link)
    assert shared.h1 == "Quote Q-20001"
    assert "Spring fair" in shared.main
    for private in ("Alex", "Lake Drive", "Chanhassen", "55317", "Minnesota"):
        assert private not in shared.main
    assert shared.response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shared.response.headers["Cache-Control"]
    assert shared['meta[name="robots"]'][0].get("content") == "noindex"


def test_a_link_taken_back_is_gone(customer: SignedIn, visitor: Browser) -> None:
    page = quoted(customer).form("/link").submit().follow()
    link = next(str(a.get("href")) for a in page["main a"] if "/q/" in str(a.get("href")))
    page.form("/link/end").submit()
    assert visitor.get(link).status == 410
    again = customer.get("/quotes/20001").form("/link").submit().follow()
    assert link not in again.text


def test_a_link_ends_with_the_quote_and_a_guessed_one_never_was(customer: SignedIn, visitor: Browser) -> None:
    page = quoted(customer).form("/link").submit().follow()
    link = next(str(a.get("href")) for a in page["main a"] if "/q/" in str(a.get("href")))
    expired(20001)
    assert visitor.get(link).status == 410
    assert visitor.get("/q/" + "t" * 64).status == 404


def test_only_a_digest_of_the_link_rests(customer: SignedIn) -> None:
    page = quoted(customer).form("/link").submit().follow()
    link = next(str(a.get("href")) for a in page["main a"] if "/q/" in str(a.get("href")))
    row = db.session.execute(text("SELECT * FROM quote_share")).one()
    assert link.rpartition("/")[2] not in " ".join(map(str, row))


def test_it_is_mailed_to_its_owner_a_few_times_a_day(customer: SignedIn, run_job: object, visitor: Browser) -> None:
    page = quoted(customer, name="Cards for the fair")
    for _ in range(5):
        assert "on its way" in page.form("/mail").submit().follow().text
    assert page.form("/mail").submit().status == 422
    run_job("send-mail")  # type: ignore[operator]  # the fixture gives the runner
    letter = visitor.get("/local-mail").open("Your quote Q-20001").main
    assert "Cards for the fair" in letter
    assert str(page["#costs strong"][0].text) in letter


def test_a_withdrawn_quote_can_neither_be_ordered_nor_shared(customer: SignedIn) -> None:
    page = quoted(customer).form("/withdrawal").submit().follow()
    assert "Withdrawn" in page.main
    assert customer.get("/quotes/20001/order").location == "/quotes/20001"


def test_an_expired_quote_is_priced_again_with_then_and_now(act: Act, customer: SignedIn) -> None:
    before = saved(earlier(act), customer.account_id, name="Fair")
    dearer(act)
    expired(20001)
    page = customer.get("/quotes/20001").open("Price it again")
    assert f"${before.total_cents / 100:.2f}" in page.main
    fresh = page.form("/again").submit().follow()
    assert fresh.h1 == "Quote Q-20002"
    assert "Fair" in fresh.main
    assert f"${before.total_cents / 100:.2f}" not in fresh.main


def test_an_expired_quote_is_not_ordered(customer: SignedIn) -> None:
    quoted(customer)
    form = customer.get("/quotes/20001/order").form("/order")
    expired(20001)
    page = form.submit()
    assert page.status == 422
    assert "no longer hold" in page.main


def test_anothers_quote_is_not_found(customer: SignedIn, other_customer: SignedIn) -> None:
    quoted(customer)
    for path in ("", "/quote.pdf", "/order", "/again"):
        assert other_customer.get(f"/quotes/20001{path}").status == 404


def test_a_quote_is_ordered_at_its_prices_after_the_tables_changed(act: Act, customer: SignedIn) -> None:
    quote = saved(earlier(act), customer.account_id, delivery=HOME, method="ground")
    dearer(act)
    page = customer.get("/quotes/20001/order")
    assert "held as in your quote" in page.main
    checkout = page.form("/order").submit().follow()
    assert f"Pay ${quote.total_cents / 100:.2f}" in checkout.main
    assert "Ordered" in customer.get("/quotes/20001").main
    assert page.form("/order").submit().location == "/checkout/10001"


def test_another_delivery_has_todays_rates_but_the_quoted_goods(act: Act, customer: SignedIn) -> None:
    quote = saved(earlier(act), customer.account_id, delivery=HOME, method="ground")
    dearer(act)
    page = customer.get("/quotes/20001/order").form("/order").submit("Update", delivery="pick-up")
    assert "these are today's" in page.main
    assert f"${quote.goods_cents / 100:.2f}" in page.main


def test_the_whole_basket_becomes_a_quote_and_stays(act: Act, customer: SignedIn) -> None:
    for name in ("Cards", "More cards"):
        done(lambda name=name: baskets.add(act, customer.account_id, spec_of(), name))  # type: ignore[misc]  # bound at once
    page = customer.get("/basket").form("/quotes/from-basket").submit().follow()
    assert page.h1 == "Quote Q-20001"
    assert "Cards and 1 more" in page.main
    assert "More cards" in customer.get("/basket").main


def test_an_empty_basket_makes_no_quote(customer: SignedIn) -> None:
    token = customer.get(f"/quotes/new?{QUERY}").form("/quotes/new").values()["csrf_token"]
    page = customer.post("/quotes/from-basket", {"csrf_token": token})
    assert page.status == 422
    assert "at least one job" in page.main
