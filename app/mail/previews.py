"""Each mail of the catalogue as its reader would see it, drawn from the sample values that lie beside it.

`templates/<room>/mail/<name>/sample.json` names one or more cases, each with its values.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from jinja2 import Environment

from app.extensions import talisman
from app.foundation import clock
from app.foundation.errors import Missing
from app.foundation.headers import CONTENT_POLICY
from app.mail import letters
from app.mail.catalogue import Letter
from app.mail.letters import Specimen

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
DARK = "(prefers-color-scheme: dark)"
LOOKS = {"light": "not all", "dark": "all"}
"""What each look makes of the style's question for a dark screen, so that both can be seen on any screen."""
LAYOUT = "layouts/mail.html"
WRAPPING = {"mime-version", "content-type", "content-transfer-encoding"}
"""Headers that say how the parts are packed, which tell a reader nothing."""


@dataclass(frozen=True)
class Sample:
    """One case of a mail: `number` counts from 1, `title` says what is special about it."""

    number: int
    title: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Preview:
    """A mail drawn from a sample: what its reader's program is given."""

    subject: str
    headers: list[tuple[str, str]]
    text: str
    html: str


def samples(template: str) -> list[Sample]:
    """The cases of that mail, in the order of its file.

    Raises:
        TemplateNotFound: it has no such file.
    """
    room, name = template.split("/")
    env, loader = current_app.jinja_env, current_app.jinja_env.loader
    source = loader.get_source(env, f"{room}/mail/{name}/sample.json")[0] if loader else "{}"
    cases: dict[str, dict[str, Any]] = json.loads(source)
    return [Sample(number, title, values) for number, (title, values) in enumerate(cases.items(), 1)]


def catalogue() -> dict[str, Letter]:
    """Every mail that can be sent, by its name."""
    known: dict[str, Letter] = current_app.extensions["shop.letters"]
    return known


def letter(template: str) -> Letter:
    """The mail of that name.

    Raises:
        Missing: the catalogue has none.
    """
    if template not in catalogue():
        raise Missing
    return catalogue()[template]


def sample_of(template: str, number: str) -> Sample:
    """The case that the address asks for; the first for anything else."""
    cases = samples(template)
    return next((case for case in cases if str(case.number) == number), cases[0])


def preview(mail: Letter, sample: Sample) -> Preview:
    """The message of that sample, made as a real one is."""
    message = letters.compose(Specimen(mail.template, mail.purpose, sample.content, clock.now()))
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    text, html = (str(body.get_content()) if body is not None else "" for body in bodies.values())
    shown = [(name, str(value)) for name, value in message.items() if name.lower() not in WRAPPING]
    return Preview(str(message["Subject"]), shown, text, html)


def look_of(asked: str) -> str:
    """The look that the address asks for; light for anything else."""
    return asked if asked in LOOKS else next(iter(LOOKS))


def in_look(html: str, look: str) -> str:
    """The document as a light or a dark screen shows it, whatever screen this is."""
    return html.replace(DARK, LOOKS[look])


def open_frame(env: Environment, page: Callable[..., Any], document: Callable[..., Any]) -> None:
    """Let the view `page` hold a frame of ours, and the view `document` stand in it: it runs and fetches nothing."""
    loader = env.loader
    layout = loader.get_source(env, LAYOUT)[0] if loader else ""
    shut = {
        "default-src": "'none'",
        "style-src": style_sources(layout),
        "frame-ancestors": "'self'",
        "sandbox": "",
    }
    talisman(content_security_policy=CONTENT_POLICY | {"frame-src": "'self'"})(page)
    talisman(content_security_policy=shut, frame_options="SAMEORIGIN")(document)


def style_sources(layout: str) -> str:
    """What a content policy must say so that a mail's own style, and none but that, holds in each look."""
    sources = ("'sha256-" + _digest(style) + "'" for look in LOOKS for style in STYLE.findall(in_look(layout, look)))
    return " ".join(sources) or "'none'"


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
