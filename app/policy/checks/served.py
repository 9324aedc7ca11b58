"""What the served pages of the policy show, as an outsider reads them."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from app.foundation import clock, rules
from app.foundation.checks import Broken, NotYet, Result, kept
from app.foundation.own_site import OwnSite, own_site
from app.policy import markdown, service
from app.policy.bindings import clause_of
from app.policy.clauses import Clause
from app.policy.views import PublishedVersion

PAGE, LIST = "/privacy-policy", "/privacy-policy/changes"
NEWEST = 10
"""So many versions are opened one by one."""
MOST_PAGES = 40
CUE = "(other site)"
_PLACE = re.compile(r"<loc>([^<]+)</loc>")


def text_in_force() -> Result:
    shown = _in_force()
    answer = own_site().get(PAGE)
    if answer.status != 200:
        raise Broken(f"The page answers {answer.status}.")
    if clock.iso(shown.line.effective_at) not in answer.text or f"/versions/{shown.no}" not in answer.text:
        raise Broken(f"The page does not name version {shown.no} and its date.")
    lacking = [clause.heading for clause in shown.clauses if not _stands_in(answer.text, clause)]
    if lacking:
        raise Broken(f"The page lacks {len(lacking)} clauses of version {shown.no}, “{lacking[0]}” first.")
    told = f"Version {shown.no} is shown with its date and all of its {len(shown.clauses)} clauses."
    return kept(told)


def changes_listed() -> Result:
    numbers, site = [line.no for line in service.history()], own_site()
    if not numbers:
        raise NotYet("No version is posted yet.")
    page, feed = site.get(LIST), site.get(f"{LIST}.json")
    if page.status != 200 or feed.status != 200:
        raise Broken(f"The list answers {page.status}, the feed {feed.status}.")
    fed = {item["_policy_version"]["number"] for item in json.loads(feed.body)["items"]}
    lacking = [no for no in numbers if f'"{PAGE}/versions/{no}"' not in page.text or no not in fed]
    if lacking:
        raise Broken(f"Version {lacking[0]} is not in the list of changes.")
    closed = [no for no in numbers[:NEWEST] if site.get(f"{PAGE}/versions/{no}").status != 200]
    if closed:
        raise Broken(f"Version {closed[0]} cannot be read.")
    return kept(f"The list and the feed name all {len(numbers)} versions; the newest {min(len(numbers), NEWEST)} open.")


def links_marked() -> Result:
    site = own_site()
    own = frozenset({urlsplit(site.base_url).hostname or ""})
    pages = [PAGE, LIST, *(path for path in _places(site) if path not in {PAGE, LIST})][:MOST_PAGES]
    found = [(path, link) for path in pages for link in _foreign(site.get(path).text, own)]
    bare = [(path, link) for path, link in found if not link.marked]
    if bare:
        raise Broken(f"{len(bare)} links to other sites have no mark, the first on {bare[0][0]}.")
    return kept(f"{len(pages)} pages hold {len(found)} links to other sites; each one is marked.")


def contact_printed() -> Result:
    shown, site = _in_force(), own_site()
    clause = next((clause for clause in shown.clauses if clause.anchor == clause_of(85)), None)
    if clause is None or clause.html.strip() not in site.get(PAGE).text:
        raise Broken("The policy's page shows no clause that says how to reach us.")
    wanted = ("company.name", "company.street", "company.city-line", "company.newsletter")
    for where, words in (("The policy", clause.text), ("The contact page", _words(site.get("/contact").text))):
        if lacking := [rules.RULES[name].title for name in wanted if rules.text(name) not in words]:
            raise Broken(f"{where} does not print what is in use now: {lacking[0].lower()}.")
    form = site.get(f"{PAGE}/concerns/new?clause={clause.anchor}")
    if form.status != 200 or "<textarea" not in form.text:
        raise Broken("The form for doubts does not open.")
    return kept("Both pages print the postal address and the mail address that are in use, and the form opens.")


def _stands_in(page: str, clause: Clause) -> bool:
    return f'id="{clause.anchor}"' in page and clause.heading_html in page and clause.html.strip() in page


def _in_force() -> PublishedVersion:
    number = service.version_in_force()
    shown = service.published(number) if number is not None else None
    if shown is None:
        raise NotYet("No version is in force yet.")
    return shown


def _places(site: OwnSite) -> Iterator[str]:
    """The pages that the site names to search engines."""
    for address in _PLACE.findall(site.get("/sitemap.xml").text):
        yield urlsplit(address).path or "/"


class Link:
    """A link to another site; `marked` once the cue stands in it or right after it, and it shuts its opener out."""

    def __init__(self, closed: bool) -> None:
        self.closed, self.after = closed, ""

    @property
    def marked(self) -> bool:
        return self.closed and CUE in " ".join(self.after.split())


class _Reader(HTMLParser):
    """Links that leave the site, each with the words in it and some after it; or, without hosts, all words."""

    def __init__(self, own: frozenset[str]) -> None:
        super().__init__()
        self.own, self.links, self.words = own, list[Link](), list[str]()
        self.open: Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            found = dict(attrs)
            self.open = None
            if markdown.leaves(found.get("href") or "", self.own):
                self.open = Link("noopener" in (found.get("rel") or ""))
                self.links.append(self.open)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open is not None and len(self.open.after) < 2_000:
            self.open.after += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "dd", "td", "section", "footer"}:
            self.open = None


def _foreign(page: str, own: frozenset[str]) -> list[Link]:
    reader = _Reader(own)
    reader.feed(page)
    return reader.links


def _words(page: str) -> str:
    reader = _Reader(frozenset())
    reader.feed(page)
    return " ".join("".join(reader.words).split())
