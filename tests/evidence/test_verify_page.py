"""The self-test kit is true: each command of the page is run against the served site and prints what stands there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app.foundation import jobs
from app.foundation.own_site import OwnSite
from app.policy import verify_routes
from app.policy.verifying import Where
from tests.pages import Browser

TOOLS = ("bash", "curl", "openssl", "python3", "sha256sum", "awk", "grep", "sed")
EXPECTED = 13
pytestmark = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS), reason="the commands of the kit are not on this machine"
)


@pytest.fixture
def reached(app: Flask, served: OwnSite, monkeypatch: pytest.MonkeyPatch) -> OwnSite:
    """The page names the address and the ports at which the site is really served."""
    door, where = f"localhost:{served.port}", Where(f"https://localhost:{served.port}", served.plain_port)
    front = app.extensions["shop.access_log"].app
    monkeypatch.setattr(front, "host", door)
    monkeypatch.setattr(front, "hosts", front.hosts | {door})
    monkeypatch.setattr(verify_routes, "Where", lambda *_: where)
    return served


def run(command: str, authority: Path) -> str:
    """What the command prints in a shell that trusts the site's own authority."""
    trusted = {"CURL_CA_BUNDLE": str(authority), "SSL_CERT_FILE": str(authority)}
    done = subprocess.run(
        ["bash", "-c", command], env=os.environ | trusted, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.strip()


def test_every_command_prints_what_the_page_says(
    app: Flask, reached: OwnSite, visitor: Browser, authority: tuple[Path, Path, Path]
) -> None:
    jobs.run_now("seal-audit")
    jobs.run_now("publish-audit-head")
    page = visitor.get("/privacy-policy/verify")
    proofs = page["section.proof"]
    assert len(proofs) == EXPECTED
    odd = {}
    for proof in proofs:
        command, output = (proof.cssselect(f"pre {tag}")[0].text_content() for tag in ("code", "samp"))
        if (printed := run(command, authority[0])) != output:
            odd[proof.cssselect("h2")[0].text_content()] = (command, printed, output)
    assert odd == {}, "\n".join(map(repr, odd.values()))
