"""`flask mail receive` and `flask mail lmtp`: two of the three ways in for mail to us."""

import sys
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from app.foundation.acts import system_act
from app.foundation.keys import KeysUnavailable
from app.foundation.work import unit
from app.mail import letters, lmtp
from app.mail.service import receiving

TRY_AGAIN = 75
"""EX_TEMPFAIL: the mail server keeps the mail and comes again."""


def add_to(group: AppGroup) -> AppGroup:
    """Give the group its commands for mail in."""
    group.command("receive")(receive)
    group.command("lmtp")(listen)
    return group


@click.option("--from", "sender", default="", help="The envelope's sender; empty for the null sender.")
@click.option("--to", "recipient", required=True, help="The envelope's recipient.")
@click.option("--peer", default="", help="The machine that your mail server had it from.")
def receive(sender: str, recipient: str, peer: str) -> None:
    """Take in one mail from standard input. Exit 0: it is stored; 75: not now, bring it again."""
    raw = sys.stdin.buffer.read()
    store = storing(current_app._get_current_object(), "pipe")  # type: ignore[attr-defined]  # flask's proxy
    try:
        store(sender, recipient, raw, peer)
    except (SQLAlchemyError, KeysUnavailable, OSError) as trouble:
        click.echo(f"Not stored ({type(trouble).__name__}): bring it again.", err=True)
        sys.exit(TRY_AGAIN)


@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8024, show_default=True)
def listen(host: str, port: int) -> None:
    """Take in mail by LMTP until stopped; only for your own mail server, so on this machine or behind it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # flask's proxy
    listener = lmtp.Listener(storing(app, "lmtp"), host, port, letters.settings().host)
    listener.start()
    click.echo(f"Taking in mail by LMTP at {host}:{port}. Stop with Ctrl+C.")
    try:
        listener.wait()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        listener.stop()


def storing(app: Flask, way: receiving.Way) -> Callable[[str, str, bytes, str], int]:
    """What stores one mail, in a piece of work of its own."""

    def store(sender: str, recipient: str, raw: bytes, peer: str) -> int:
        made: list[int] = []
        with app.app_context():
            act = system_act("command", f"mail-{way}", app.extensions["shop.policy_version"]())
            unit(lambda: made.append(receiving.receive(act, sender, recipient, raw, way=way, peer=peer)))
        return made[0]

    return store
