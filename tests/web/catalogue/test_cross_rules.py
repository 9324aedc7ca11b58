"""Each rule of what goes together is kept by the form: shut with its reason beforehand, refused with it afterward."""

from collections.abc import Iterator

import pytest

from app.catalogue import reading
from app.catalogue.loading import body_from_files, tables_from_text
from app.catalogue.tables import Product, Rule
from tests.pages import BASE

TABLES = tables_from_text(body_from_files(), 1)
RULES = {rule.reason: rule for rule in TABLES.rules}


def broken_by(rule: Rule) -> tuple[str, dict[str, str], str]:
    """A product with choices that only this rule refuses, and the part beside which it speaks."""
    for product in TABLES.products.values():
        for part in set(rule.beside) & set(product.parts):
            for chosen in _tries(rule, product, part):
                errors = reading.read({"product": product.slug} | chosen, TABLES).errors
                if set(errors) == {part} and errors[part].startswith(rule.reason):
                    return product.slug, chosen, part
    raise AssertionError(f"No product can break the rule: {rule.reason}")


def _tries(rule: Rule, product: Product, part: str) -> Iterator[dict[str, str]]:
    """Each choice that the rule may mean, alone, beside one other choice, and that in each size."""
    named = rule.when | rule.any
    for code in product.parts[part]:
        if not TABLES.parts[part].choices[code].traits & named:
            continue
        yield {part: code}
        for size in product.sizes:
            yield {part: code, "size": size.code}
            for other, codes in product.parts.items():
                yield from ({part: code, other: one, "size": size.code} for one in codes if other != part)


def product_first(slug: str, part: str) -> str:
    """What a product begins with stays to be seen as chosen, with its error, when something else rules it out."""
    return TABLES.products[slug].parts[part][0]


@pytest.mark.parametrize("reason", RULES)
def test_what_does_not_go_together_is_shut_beforehand_and_refused_afterward(shopper, reason):
    slug, chosen, part = broken_by(RULES[reason])
    page = shopper.get(f"/products/{slug}", chosen)
    assert page.status == 422
    assert reason in page.main
    assert [link.get("href") for link in page[".error-summary a"]] == [f"#{part}"]
    fragment = shopper.client.get(f"/products/{slug}/price", query_string=chosen, base_url=BASE)
    assert (fragment.status_code, reason in fragment.get_data(as_text=True).replace("&#39;", "'")) == (422, True)
    before = shopper.get(f"/products/{slug}", {name: code for name, code in chosen.items() if name != part})
    option = before[f'[data-part="{part}"] [value="{chosen[part]}"]'][0]
    assert option.get("disabled") is not None or chosen[part] == product_first(slug, part)
    assert reason in before.main
