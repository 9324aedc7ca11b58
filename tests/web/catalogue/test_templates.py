"""Templates are downloaded from the product page, without an account."""

import io

import pikepdf
import pytest

from tests.pages import BASE


def fetched(shopper, path: str, **rest):
    return shopper.client.get(path, base_url=BASE, **rest)


def test_the_product_page_gives_the_template_of_what_is_chosen(shopper):
    page = shopper.get("/products/brochures", {"size": "11x17", "fold": "z", "quantity": "500"})
    answer = fetched(shopper, page.link("Template (PDF)"))
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="brochures-11x17-template.pdf"'
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        box = pdf.pages[0].trimbox
        assert sorted(round(float(box[at + 2]) - float(box[at])) for at in (0, 1)) == [792, 1224]
        assert len(pdf.pages) == 2
    assert shopper.cookies() == {}


def test_how_many_are_wanted_does_not_matter_to_a_template(shopper):
    few = fetched(shopper, "/products/flyers/template.pdf?quantity=3")
    many = fetched(shopper, "/products/flyers/template.pdf?quantity=25000")
    assert few.status_code == 200
    assert few.data == many.data


def test_a_template_is_not_sent_twice(shopper):
    first = fetched(shopper, "/products/flyers/template.pdf")
    again = fetched(shopper, "/products/flyers/template.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_cannot_be_made_is_mended_on_the_product_page(shopper):
    answer = fetched(shopper, "/products/booklets/template.pdf?pages=10&size=custom&width=500&height=5")
    assert answer.status_code == 303
    page = shopper.get(answer.headers["Location"])
    assert set(page.errors()) >= {"pages", "width"}
    assert page["#width"][0].get("value") == "500"


@pytest.mark.parametrize(
    "query", ["size=%00", "size=custom&width=1e9&height=1", "pages=99999999999", "fold=%F0%9F", "size=custom"]
)
@pytest.mark.parametrize("slug", ["posters", "booklets", "stickers", "brochures"])
def test_no_query_breaks_or_burdens_the_template(shopper, slug, query):
    answer = fetched(shopper, f"/products/{slug}/template.pdf?{query}")
    assert answer.status_code in {200, 303}
    assert len(answer.data) < 100_000


def test_a_product_that_we_do_not_have_has_no_template(shopper):
    assert fetched(shopper, "/products/tattoos/template.pdf").status_code == 404
