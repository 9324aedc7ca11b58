"""Random specifications that can be made: every choice is drawn from those that the form leaves open."""

from hypothesis import assume
from hypothesis import strategies as st

from app.catalogue import books
from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.reading import read
from app.catalogue.rules import unavailable
from app.catalogue.spec import Spec
from app.catalogue.tables import CUSTOM, CustomSize, PageRange, Product

TABLES = tables_from_text(body_from_files(), 1)
PRODUCTS = sorted(TABLES.products)


@st.composite
def specs(draw: st.DrawFn, slug: str) -> Spec:
    """A specification of that product."""
    product = TABLES.products[slug]
    typed = {"product": slug, **draw(_sizes(product))}
    for part, choices in product.parts.items():
        open_ones = [choice for choice in choices if not unavailable(product, typed, part, choice, TABLES)]
        typed[part] = draw(st.sampled_from(open_ones))
    if product.pages is not None:
        typed["pages"] = str(_that_fit(product, product.pages, typed, draw(st.integers(0, 1000))))
    typed["quantity"] = str(draw(st.integers(product.min_quantity, product.max_quantity)))
    typed["sets"] = str(draw(st.integers(1, min(product.max_sets, int(typed["quantity"])))))
    result = read(typed, TABLES)
    assume(result.spec is not None)
    assert result.spec is not None
    return result.spec


def _that_fit(product: Product, pages: PageRange, typed: dict[str, str], wish: int) -> int:
    """So many steps above the fewest pages, or fewer where the book gets too thick."""
    steps = wish % ((pages.max - pages.min) // pages.step + 1)
    while steps and books.over_the_limit(product, typed, pages.min + steps * pages.step, TABLES):
        steps //= 2
    return pages.min + steps * pages.step


def _sizes(product: Product) -> st.SearchStrategy[dict[str, str]]:
    listed = st.sampled_from([{"size": size.code} for size in product.sizes])
    return listed | _custom(product.custom) if product.custom is not None else listed


def _custom(limits: CustomSize) -> st.SearchStrategy[dict[str, str]]:
    short = st.decimals(limits.short_min, limits.short_max, places=3).map(str)
    long = st.decimals(limits.long_min, limits.long_max, places=3).map(str)
    upright = st.fixed_dictionaries({"size": st.just(CUSTOM), "width": short, "height": long})
    return upright | st.fixed_dictionaries({"size": st.just(CUSTOM), "width": long, "height": short})
