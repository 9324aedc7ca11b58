"""A served site for checks to look at: the application behind real TLS on a port of its own, in this process.

In this process, so that a breach made by the test is in the site that is served.
"""

import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from app.foundation import own_site, work
from app.foundation.acts import Act
from app.foundation.own_site import OwnSite
from app.operations import tls
from app.policy import live_values
from app.policy import service as policy
from tests.evidence.breach import Tls
from tests.ordering import open_shop


@pytest.fixture
def opened(app: Flask, act: Act) -> None:
    """A shop with its tables and policy version 1, before its first visitor."""
    open_shop()
    work.unit(lambda: policy.publish_first(act, live_values.present(), "Pat Editor"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory, settings: object) -> tuple[Path, Path, Path]:
    """The local authority's certificate, and the shop's own with its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = tls.local_certificate(replace(settings, instance=folder))  # type: ignore[type-var]  # Settings
    return folder / "tls" / "ca.pem", certificate, key


@pytest.fixture
def served(app: Flask, opened: None, authority: tuple[Path, Path, Path]) -> Iterator[OwnSite]:
    """The site over TLS, and a plain listener beside it that only redirects."""
    ca, certificate, key = authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    secure = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    plain = make_server("127.0.0.1", 0, app, threaded=True)
    for server in (secure, plain):
        server.daemon_threads = False  # type: ignore[attr-defined]  # the threaded kind: closing waits for its requests
    app.extensions["tests.tls"] = Tls(context, certificate, key)
    before = app.extensions[own_site.KEPT]
    site = app.extensions[own_site.KEPT] = OwnSite(before.base_url, "127.0.0.1", secure.port, plain.port, ca)
    threads = [threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in (secure, plain)]
    for thread in threads:
        thread.start()
    yield site
    app.extensions[own_site.KEPT] = before
    _end(secure, threads[0])
    _end(plain, threads[1])


def _end(server: BaseWSGIServer, thread: threading.Thread) -> None:
    server.shutdown()
    server.server_close()
    thread.join(10)
