"""`make run` as a newcomer meets it."""

import os
import socket
import stat
import subprocess
import sys
import urllib.request
from urllib.error import HTTPError

import pytest

from tests.browser.conftest import ROOT, LiveShop


def test_the_banner_says_everything_a_newcomer_needs(live_shop: LiveShop) -> None:
    for words in (
        f"The shop is open:  {live_shop.url}",
        f"{live_shop.url}/welcome/",
        "alex.example",
        "ada.minster",
        live_shop.demo_password,
        f"{live_shop.url}/local-mail",
        "Stop with Ctrl-C.",
    ):
        assert words in live_shop.banner


def test_the_plain_listener_only_points_to_https(live_shop: LiveShop) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = urllib.request.Request(f"{live_shop.plain_url}/products", headers={"X-Forwarded-Proto": "https"})
    with pytest.raises(HTTPError) as answer:
        urllib.request.build_opener(Stay).open(request)
    assert answer.value.code == 301
    assert answer.value.headers["Location"] == f"{live_shop.url}/products"
    answer.value.close()


def test_secrets_keys_and_the_database_are_for_their_owner_only(live_shop: LiveShop) -> None:
    kept = [*(live_shop.instance / "secrets").iterdir(), *(live_shop.instance / "tls").glob("*.key")]
    assert len(kept) > 3
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_port_in_use_gets_a_clear_message_and_the_setting_to_change(tmp_path: object) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        environment = {**os.environ, "SHOP_INSTANCE": str(tmp_path), "SHOP_PORT": str(port)}
        ended = subprocess.run(
            [sys.executable, "app.py"],
            check=False,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 1
    assert f"Port {port} cannot be used" in ended.stderr
    assert "make run SHOP_PORT=" in ended.stderr
