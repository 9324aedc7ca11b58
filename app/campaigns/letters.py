"""A mail to many as its readers get it: the mail's templates take the text from the run, so it rests in one place."""

from dataclasses import dataclass

from flask import Flask, current_app
from markupsafe import Markup

from app.campaigns import views, wording
from app.campaigns.wording import Worded
from app.foundation import clock
from app.mail import letters
from app.mail.letters import Specimen
from app.mail.previews import Preview
from app.policy import live_values

LETTER = "campaigns/site_update"
SAMPLE = "**New on the site:** proofs can be turned page by page. [See how](/help/artwork)."
READER = "Kim"
"""The made-up person for whom a preview is drawn."""


@dataclass(frozen=True)
class MailedText:
    """The text of an update inside a mail: markup for the one form, plain words for the other."""

    html: Markup
    text: str


def bind(app: Flask) -> None:
    """Let the templates of mail take the text of an update by its number."""
    app.jinja_env.globals["mailed_update"] = mailed


def worded(body: str) -> Worded:
    """A text as it stands on our own pages."""
    return wording.word(body, live_values.own_hosts())


def mailed(number: object) -> MailedText:
    """The text of that update for its mail; for anything else, such as the catalogue's sample, one made up."""
    found = views.text_of(number) if isinstance(number, int) else None
    return mailed_text(found[1] if found else SAMPLE)


def mailed_text(body: str) -> MailedText:
    """A text with whole links, for wherever it is read outside our pages."""
    base = current_app.extensions["shop.settings"].base_url
    made = wording.word(body, live_values.own_hosts(), base)
    return MailedText(made.html, made.text)


def problems(body: str) -> list[str]:
    """What is wrong with a text: it is refused as long as there is anything."""
    made = worded(body)
    return [*made.problems, *wording.astray(made, live_values.own_hosts(), _leads_somewhere)]


def _leads_somewhere(href: str) -> bool:
    """Whether an address of ours is one that the shop answers."""
    path = wording.path_of(href)
    adapter = current_app.url_map.bind("localhost", url_scheme="https")
    return bool(path) and adapter.test(path, "GET")


def preview(run_id: int, subject: str) -> Preview:
    """The mail as a made-up customer would get it, drawn as a real one is."""
    content = {"greeting": READER, "subject": subject, "update": run_id}
    message = letters.compose(Specimen(LETTER, "site_update", content, clock.now()))
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(body.get_content()) if body is not None else "" for body in bodies.values())
    shown = [(name, str(value)) for name, value in message.items() if name.startswith(("List-", "Subject", "From"))]
    return Preview(str(message["Subject"]), shown, text, html)
