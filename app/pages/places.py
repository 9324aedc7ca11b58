"""The places of the shop window that a search looks through."""

from html.parser import HTMLParser

from app.catalogue.spec import plain
from app.catalogue.tables import PriceTables, Product
from app.pages.search import Place
from app.pages.service import Topic
from app.policy.clauses import Clause

PRODUCT, HELP, POLICY, PAGE = "Product", "Help", "Privacy policy", "Page"
OTHERS = (
    Place(PAGE, "Contact and hours", "/contact", "Where we are, when somebody answers, and how to write to us."),
    Place(PAGE, "Your orders", "/orders", "What you ordered, how far it is, its proof, its receipt; order again."),
    Place(PAGE, "Create an account", "/register", "Register to order: your name, an address and a password."),
    Place(PAGE, "What we hold about you", "/my-information", "See, correct or erase what we know about you."),
    Place(PAGE, "Mail choices", "/mail-choices", "Stop or allow our mail: unsubscribe, newsletter, offers."),
    Place(PAGE, "What is new on the site", "/updates", "Updates of the site, newest first."),
)


def of_products(tables: PriceTables) -> list[Place]:
    """Every product by its words, sizes, papers and options."""
    return [_product(product, tables) for product in tables.products.values()]


def _product(product: Product, tables: PriceTables) -> Place:
    sizes = [f"{size.name} {plain(size.width_in)}x{plain(size.height_in)}" for size in product.sizes]
    options = [
        f"{tables.parts[part].label}: {', '.join(tables.parts[part].choices[code].name for code in codes)}"
        for part, codes in product.parts.items()
    ]
    told = f"{product.lead} {product.about} {'; '.join(options)}; Sizes: {', '.join(sizes)}."
    return Place(PRODUCT, product.name, f"/products/{product.slug}", told, f"{product.piece} {product.pieces}")


def of_policy(clauses: tuple[Clause, ...]) -> list[Place]:
    """Every clause of the policy in force."""
    return [Place(POLICY, one.heading, f"/privacy-policy#{one.anchor}", one.text) for one in clauses if one.text]


def of_topic(topic: Topic, html: str) -> list[Place]:
    """A help page, part by part."""
    reader = _Parts()
    reader.feed(html)
    parts = [
        Place(HELP, " ".join(title.split()), f"{topic.href}#{anchor}", " ".join("".join(text).split()), topic.title)
        for anchor, title, text in reader.parts
    ]
    return [Place(HELP, topic.title, topic.href, topic.summary), *parts]


class _Parts(HTMLParser):
    """The parts of a page's main text, each under a heading with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, str, list[str]]] = []
        self._inside = self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "main":
            self._inside = True
        elif tag == "h2" and self._inside and named.get("id"):
            self.parts.append((str(named["id"]), "", []))
            self._in_heading = True
        elif tag in {"p", "li", "td", "th", "dt", "dd", "br"} and self.parts:
            self.parts[-1][2].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        elif tag == "h2":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if not (self._inside and self.parts):
            return
        anchor, title, text = self.parts[-1]
        if self._in_heading:
            self.parts[-1] = (anchor, title + data, text)
        else:
            text.append(data)
