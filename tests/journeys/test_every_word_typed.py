"""A word that stands nowhere else, typed into every field of every form: whatever is held of it is in the answer.

Whether it is held is not asked of the shop but read in the bytes of its database, files, spool, facts and log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.service import cards
from app.foundation.database import db
from app.operations import demo_art
from app.rights.answers import write
from app.rights.service import completeness, marking, scanning
from app.rights.service.knowing import keys_of
from app.rights.service.proofs import Proof
from tests.fuzz.test_every_form import FRAGMENTS, LEAVING
from tests.pages import BASE, Browser, Form
from tests.people import PASSWORD
from tests.rules.driving import CHOICE, rules, sample_path
from tests.rules.people import known_values, somebody

TEXTS = {"text", "search", "email", "tel", "url", "password"}
KNOWN = {
    "postal_code": "55317",
    "region": "MN",
    "password": PASSWORD,
    "phone": "+1 952 555 0142",
    "url": BASE,
    "promotion": "",
}
"""What is typed where a made-up word is refused, by how the field's name ends."""
ENDING = ("/close", "/closing", "/erase", "/erasure", "/delete", "/remove")
"""Forms by which somebody takes away what the others leave behind."""
OTHERS = ("/local-mail/new",)
"""Where a demonstration plays somebody's mail program: whose words those are, no address on the form proves."""
CUSTOMERS = {
    "account.name", "account_address.line1", "artwork.name", "billing_detail.tax_id", "case_message.text",
    "field_value.value", "mailed_code.email", "order_job.name", "print_order.delivery",
}  # fmt: skip
"""Where at least the words of a customer must rest, else this test typed too little."""
VISITORS = {"case_file.name", "case_message.text"}
MOST_PAGES, TRIES = 150, 3


@dataclass
class Typist:
    """Somebody who fills every form that they come across with words of their own."""

    browser: Browser
    email: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    """Each word that was typed into a form that was accepted, and where."""
    forms: set[str] = field(default_factory=set)

    def wander(self, paths: list[str]) -> None:
        """Fill the forms of these pages, and of those to which they lead."""
        seen: set[str] = set()
        while paths and len(seen) < MOST_PAGES:
            path = paths.pop(0)
            if path in seen:
                continue
            seen.add(path)
            count = len(self._forms(path))
            for place in range(count):
                forms = self._forms(path)
                if place < len(forms) and (led := self._fill(forms[place])):
                    paths.append(led)

    def _forms(self, path: str) -> list[Form]:
        page = self.browser.get(path, query=CHOICE if "?" not in path else None)
        found = [Form(page, element) for element in page["form"]]
        return [
            form
            for form in found
            if form.method == "post" and not (LEAVING.search(form.action) or form.action.endswith((*ENDING, *OTHERS)))
        ]

    def _fill(self, form: Form) -> str:
        """Send the form, with what is known where a word is refused; gives where it led."""
        name = f"{form.action} {sorted(form.names())}"
        if name in self.forms:
            return ""
        self.forms.add(name)
        words: dict[str, str] = {}
        values = dict(self._values(form, words))
        kept = dict(self.browser.client._cookies or {})
        answer = form.submit(**values)
        for _ in range(TRIES):
            if answer.status != 422 or not (wrong := set(answer.errors()) & form.names()):
                break
            values |= {box: self._known(box, form) for box in wrong}
            words = {word: box for word, box in words.items() if box not in wrong}
            answer = form.submit(**values)
        self.browser.client._cookies = kept
        if answer.status in {200, 303}:
            self.typed |= {word: f"{form.action} {box}" for word, box in words.items()}
        return answer.location if answer.status == 303 and answer.location.startswith("/") else ""

    def _values(self, form: Form, words: dict[str, str]) -> Iterator[tuple[str, Any]]:
        for box in form.element.cssselect("input[name], textarea[name]"):
            name, kind = str(box.get("name")), "text" if box.tag == "textarea" else str(box.get("type", "text"))
            if kind == "file":
                word = marking.word()
                words[word] = name
                yield name, (f"{word}.pdf", demo_art.card(3.5, 2).read())
            elif kind == "email" and self.email:
                yield name, self.email
            elif kind in TEXTS:
                word = marking.word()
                words[word] = name
                yield name, f"{word}@example.com" if kind == "email" else word

    def _known(self, name: str, form: Form) -> Any:
        for ending, value in KNOWN.items():
            if name.endswith(ending):
                return value
        options = [item.get("value") for item in form.element.cssselect(f'[name="{name}"] option, [name="{name}"]')]
        return next((value for value in options if value), form.values().get(name) or "4")


def pages(app: Flask) -> list[str]:
    """Every page of the shop that can be asked for."""
    known = known_values(app)
    asked = [rule for rule in rules(app) if "GET" in (rule.methods or set()) and rule.rule not in FRAGMENTS]
    return [sample_path(rule.rule, known) for rule in asked if not rule.rule.startswith("/staff")]


def unaccounted(app: Flask, typist: Typist, proof: Proof) -> tuple[list[str], set[str]]:
    """Words that rest in the bytes, neither in the answer nor withheld with a reason; and where they rest."""
    db.session.commit()
    words = frozenset(typist.typed)
    seen = scanning.sights(Path(app.instance_path), scanning.finder(words, app.extensions["shop.keys"]))
    # An address that was typed may be somebody else's: what was sent there is theirs to ask for.
    strange = [proof_of(0, f"{word}@example.com") for word in words if "email" in typist.typed[word]]
    given = [completeness.read(write(one, "127.0.0.1").download) for one in (proof, *strange)]
    # What was replaced or removed is in no row any more; its bytes go with the next tidying of the database's file.
    rests = {word: {place for place in seen[word] if not place.startswith(scanning.DATABASE)} for word in seen}
    lost = [
        f"{typist.typed[word]} rests in {sorted(places)}"
        for word, places in rests.items()
        if places and not any(_tells(answer, word, places) for answer in given)
    ]
    return lost, set().union(*rests.values())


def _tells(answer: completeness.Answer, word: str, places: set[str]) -> bool:
    return answer.holds(word) or all(_withheld(answer, place) for place in places)


def _withheld(answer: completeness.Answer, place: str) -> bool:
    """Whether the answer says of the column or store why it does not show it."""
    store = completeness.store_of(place)
    group, items = answer.group(store), [*answer.items(place), *answer.items(store)]
    return any(item["why_not_shown"] for item in items) or bool(group and group["note"])


def proof_of(person_id: int, email_key: str) -> Proof:
    return Proof(0, "values" if person_id else "mailbox", person_id, email_key, keys_of(person_id, email_key))


@pytest.fixture(autouse=True)
def _on_sqlite(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the bytes of a database server are not in the shop's folder")


def test_whatever_a_customer_types_is_in_their_answer(app: Flask, request: pytest.FixtureRequest, run_job: Any) -> None:
    browser: Any = somebody(request, "customer")
    typist = Typist(browser)
    typist.wander(pages(app))
    run_job("send-mail")
    person_id = keys_of_account(browser.account_id)
    lost, held = unaccounted(app, typist, proof_of(person_id, ""))
    assert lost == []
    assert held >= CUSTOMERS, CUSTOMERS - held


def test_whatever_a_visitor_types_beside_their_address_is_in_its_answer(
    app: Flask, request: pytest.FixtureRequest, run_job: Any
) -> None:
    browser = somebody(request, "visitor")
    typist = Typist(browser, email=f"{marking.word()}@example.com")
    typist.wander(pages(app))
    run_job("send-mail")
    lost, held = unaccounted(app, typist, proof_of(0, typist.email))
    assert lost == []
    assert held >= VISITORS, VISITORS - held


def keys_of_account(account_id: int) -> int:
    """The person of an account."""
    found = cards.account_card(account_id).person_id
    assert found
    return found


def test_a_word_that_the_answer_leaves_out_is_found(app: Flask, request: pytest.FixtureRequest) -> None:
    browser: Any = somebody(request, "customer")
    typist = Typist(browser)
    typist.wander(["/account/profile", "/account/addresses/new", "/account/addresses"])
    somebody_else = proof_of(0, "nobody@example.com")
    lost, _ = unaccounted(app, typist, somebody_else)
    assert lost
