"""A mail that nobody ordered, as it leaves: for tests of its links."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import jinja2
from flask import Flask

from app.foundation import jobs, work
from app.foundation.acts import Act
from app.foundation.database import db
from app.mail import service as mail
from app.mail import stop_addresses
from app.mail.catalogue import Letter
from app.mail.models import OutboxMail

FOLDER, NAME = "tests/mail/news", "tests/news"
PARTS = {
    "subject.txt": "News for {{ name }}",
    "body.txt": "Hello {{ name }}, we print on Saturdays now.",
    "body.html": "{% extends 'layouts/mail.html' %}{% block content %}<h1>Saturdays</h1>{% endblock %}",
    "sample.json": json.dumps({"As it is": {"name": "Kim"}}),
}


@contextmanager
def in_catalogue(app: Flask, *purposes: str) -> Iterator[None]:
    """A mail of each of these purposes stands in the catalogue meanwhile."""
    before, catalogue = app.jinja_env.loader, app.extensions["shop.letters"]
    assert before is not None
    names = {purpose: f"{NAME}-{purpose}" for purpose in purposes}
    made = {f"{FOLDER}-{purpose}/{part}": text for purpose in names for part, text in PARTS.items()}
    app.jinja_env.loader = jinja2.ChoiceLoader([jinja2.DictLoader(made), before])
    catalogue |= {name: Letter(name, f"Our {purpose}", purpose, "site-updates") for purpose, name in names.items()}
    yield
    app.jinja_env.loader = before
    for name in names.values():
        del catalogue[name]


def send(act: Act, to: str, purpose: str = "site_update", ref: str = "") -> OutboxMail:
    """Queue such a mail and send it."""
    numbers: list[int] = []
    work.unit(
        lambda: numbers.append(
            mail.queue(act, to=to, template=f"{NAME}-{purpose}", purpose=purpose, ref=ref, name="Alex Kim")
        )
    )
    jobs.run_now("send-mail")
    db.session.expire_all()
    return db.session.get_one(OutboxMail, numbers[0])


def queued(act: Act, to: str, purpose: str = "site_update") -> int:
    """Ask to queue such a mail: its number, or 0 where the gate refuses it."""
    numbers: list[int] = []
    work.unit(
        lambda: numbers.append(
            mail.queue(act, to=to, template=f"{NAME}-{purpose}", purpose=purpose, ref="", name="Alex Kim")
        )
    )
    return numbers[0]


def link_of(row: OutboxMail) -> str:
    """The path of its link."""
    return "/u/" + stop_addresses.token_of(row)


def letter_to(app: Flask, address: str) -> EmailMessage:
    """The letter with a link that went to that address."""
    folder = app.extensions["shop.settings"].instance / "mail" / "new"
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.iterdir())]
    return [letter for letter in read if letter["To"] == address and letter["List-Unsubscribe"]][-1]


def links_of(letter: EmailMessage) -> set[str]:
    """Every address of the site in a letter: in its headers and both its bodies."""
    words = [str(letter["List-Unsubscribe"] or ""), str(letter["List-Help"] or "")]
    words += [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    found = {link.rstrip(".,") for text in words for link in re.findall(r"https://[^\s\"<>]+", text)}
    return {"/" + link.split("/", 3)[3] for link in found if link.count("/") > 2}
