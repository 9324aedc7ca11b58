"""The real practice processor beside the shop under test, each calling the other over loopback HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import make_server

from app.config import Settings
from app.disclosures import egress
from app.payments import adapters
from tests.practice_processor.running import (
    Answer,
    Processor,
    QuietHandler,
    in_a_thread,
    running_processor,
    settings_for,
)
from tests.suppliers import register

OWN_HOST = "localhost:8443"


class PracticeBeside(Processor):
    """A practice processor that tells the shop under test."""

    def pay_at(self, url: str, card_number: str, notice: str = "at-once", **typed: str) -> Answer:
        """Fill and send the form of the payment page at this address."""
        return self.pay(urlsplit(url).path.rpartition("/")[2], card_number, notice, **typed)


@contextmanager
def practice_beside(app: Flask, folder: Path, **changes: Any) -> Iterator[PracticeBeside]:
    """Run both; the shop calls this processor for as long as the context lasts.

    The test must hold no open transaction while it pays: the webhook comes in on another connection.
    """
    settings: Settings = app.extensions["shop.settings"]
    with served(app) as shop_url:
        changes = {"secret_key": settings.processor_key, "webhook_secret": settings.webhook_secret, **changes}
        with running_processor(settings_for(folder, f"{shop_url}/webhooks/payments", **changes)) as processor:
            bind(app, replace(settings, processor_url=processor.address))
            try:
                yield PracticeBeside(processor.address, processor.http, settings.processor_key)
            finally:
                bind(app, settings)


def bind(app: Flask, settings: Settings) -> None:
    """Let the shop call the processor of these settings: its client, its credentials, its line in the register."""
    egress.bind(app, settings)
    adapters.bind(app, settings)
    register(settings)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The shop on a plain loopback port, told that it is asked over TLS under its own name."""

    def as_if_over_tls(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return app.wsgi_app({**environ, "wsgi.url_scheme": "https", "HTTP_HOST": OWN_HOST}, start_response)

    server = make_server("127.0.0.1", 0, as_if_over_tls, threaded=True, request_handler=QuietHandler)
    with in_a_thread(server):
        yield f"http://127.0.0.1:{server.server_port}"
